import {
  listAt,
  type ManifestDocument,
  parseManifests,
  stringAt,
  valueAt,
} from '@helm-charts/kubernetes';
import {
  type Finding,
  groupBy,
  type Manifest,
  objectIdOf,
  type Transformation,
} from '@helm-charts/types';
import { manifestText } from './manifest-text.ts';
import { withMetadata, withoutAnnotation } from './metadata.ts';

/** The objects of a release, grouped by what helm-controller does with them. */
export interface PostRendering {
  /** Empty if `spec.postRenderers` changes nothing. */
  readonly transformations: readonly PartTransformation[];
  readonly findings: readonly Finding[];
  readonly helmRelease: Manifest;
  readonly parts: ReadonlyMap<Part, readonly ManifestDocument[]>;
}

/** What `spec.postRenderers` does with a part of the objects. */
interface PartTransformation {
  readonly part: Part;
  readonly transformation: Transformation;
}

/** The file with the rendered objects, which the post-render kustomizations use as resource. */
const renderedFile = 'helm-output.yaml';

/**
 * Prepares the post-rendering of helm-controller (helm-controller: internal/postrender/build.go):
 * `spec.postRenderers` in their order, `commonMetadata`, and always the labels that name the
 * HelmRelease. Hooks are rendered with the other objects, apart from them if `postRenderStrategy` is `separate`, or
 * not at all if it is `nohooks` (helm: pkg/action/action.go, renderResources).
 * CustomResourceDefinitions in a chart's `crds/` only get the labels and are omitted if
 * `install.crds` is `Skip`; other objects in `crds/` are ignored (internal/action/crds.go).
 */
export const preparePostRendering = (
  documents: readonly ManifestDocument[],
  helmRelease: Manifest,
): PostRendering => {
  const { spec } = helmRelease;
  const parts = groupBy(documents, (document) => partOf(document, spec));
  const renderers = listAt(spec, 'postRenderers').flatMap((renderer) => {
    const kustomize = valueAt(renderer, 'kustomize');
    return kustomize === undefined ? [] : [kustomize];
  });
  const kustomizations = renderers.map(kustomizationOf);
  return {
    helmRelease,
    parts,
    transformations: renderedParts.flatMap((part): PartTransformation[] => {
      const rendered = parts.get(part) ?? [];
      if (renderers.length === 0 || rendered.length === 0) return [];
      const resources = resourcesOf(rendered);
      return [{ part, transformation: { kustomizations, file: renderedFile, resources } }];
    }),
    findings: (parts.get('misplaced') ?? []).map(
      ({ manifest, source }): Finding => ({
        rule: 'crds',
        severity: 'warning',
        object: objectIdOf(manifest),
        position: { file: source },
        message:
          'it is in crds/ of its chart, where Flux installs only CustomResourceDefinitions and ignores other objects',
        fix: 'move it to templates/',
      }),
    ),
  };
};

/**
 * The objects that helm-controller installs. `transformed` are the outputs of the post-render
 * kustomizations, in the order of the transformations.
 */
export const finishPostRendering = (
  { helmRelease, parts, transformations }: PostRendering,
  transformed: readonly string[],
): readonly ManifestDocument[] => {
  const { spec, metadata } = helmRelease;
  const group = 'helm.toolkit.fluxcd.io';
  const labels = {
    [`${group}/name`]: metadata.name,
    [`${group}/namespace`]: metadata.namespace ?? 'default',
  };
  const common = valueAt(spec, 'commonMetadata') ?? {};
  const finish = (document: ManifestDocument, more: Metadata): ManifestDocument => {
    const manifest = withMetadata(withMetadata(document.manifest, more), { labels });
    return { ...document, manifest, text: manifestText(manifest) };
  };
  const patched = renderedParts.flatMap((part) => {
    const rendered = parts.get(part) ?? [];
    const text = transformed[transformations.findIndex((one) => one.part === part)];
    return text === undefined ? rendered : readTransformed(text, rendered);
  });
  return [
    ...(parts.get('definition') ?? []).map((document) => finish(document, {})),
    ...patched.map((document) => finish(document, common)),
    ...(parts.get('untouched') ?? []),
  ];
};

type Metadata = Parameters<typeof withMetadata>[1];

type Part = 'hooks' | 'rendered' | 'untouched' | 'definition' | 'misplaced' | 'skipped';

/** The parts that are post-rendered, in the order of Helm. */
const renderedParts = ['hooks', 'rendered'] as const;

const partOf = ({ manifest, text }: ManifestDocument, spec: unknown): Part => {
  if (/^\s*# Source: [^/\n]+\/(charts\/[^/\n]+\/)*crds\//.test(text)) {
    if (stringAt(spec, 'install', 'crds') === 'Skip') return 'skipped';
    return manifest.kind === 'CustomResourceDefinition' ? 'definition' : 'misplaced';
  }
  if (manifest.metadata.annotations?.['helm.sh/hook'] === undefined) return 'rendered';
  const strategy = stringAt(spec, 'postRenderStrategy');
  return strategy === 'nohooks' ? 'untouched' : strategy === 'separate' ? 'hooks' : 'rendered';
};

/**
 * With this annotation Helm finds the template of an object after post-rendering; this package uses
 * it in the same way.
 */
const fileAnnotation = 'postrenderer.helm.sh/postrender-filename';

const resourcesOf = (documents: readonly ManifestDocument[]): string =>
  documents
    .map(({ manifest, source }) =>
      withMetadata(manifest, { annotations: { [fileAnnotation]: source } }),
    )
    .map((manifest) => manifestText(manifest))
    .join('---\n');

const kustomizationOf = (kustomize: unknown): string =>
  JSON.stringify({
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: [renderedFile],
    images: listAt(kustomize, 'images'),
    patches: listAt(kustomize, 'patches'),
  });

const readTransformed = (
  text: string,
  documents: readonly ManifestDocument[],
): readonly ManifestDocument[] => {
  const order = [...new Set(documents.map(({ source }) => source))];
  return parseManifests(text, 'post-rendering')
    .documents.map((document) => ({
      ...document,
      source: document.manifest.metadata.annotations?.[fileAnnotation] ?? document.source,
      manifest: withoutAnnotation(document.manifest, fileAnnotation),
    }))
    .toSorted((a, b) => order.indexOf(a.source) - order.indexOf(b.source));
};
