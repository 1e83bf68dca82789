import {
  listAt,
  type ManifestDocument,
  parseManifests,
  stringAt,
  valueAt,
  writeYaml,
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
  /** Undefined if `spec.postRenderers` changes nothing. */
  readonly transformation: Transformation | undefined;
  readonly findings: readonly Finding[];
  readonly helmRelease: Manifest;
  readonly parts: ReadonlyMap<Part, readonly ManifestDocument[]>;
}

/** The file with the rendered objects, which the post-render kustomizations use as resource. */
const renderedFile = 'helm-output.yaml';

/**
 * Prepares the post-rendering of helm-controller (helm-controller: internal/postrender/build.go):
 * `spec.postRenderers` in their order, `commonMetadata`, and always the labels that name the
 * HelmRelease. Hooks are included unless `postRenderStrategy` is `nohooks`.
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
  const rendered = parts.get('rendered') ?? [];
  return {
    helmRelease,
    parts,
    transformation:
      renderers.length === 0 || rendered.length === 0
        ? undefined
        : {
            kustomizations: renderers.map(kustomizationOf),
            file: renderedFile,
            resources: resourcesOf(rendered),
          },
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
 * The objects that helm-controller installs. `transformed` is the output of the post-render
 * kustomizations, if there are any.
 */
export const finishPostRendering = (
  { helmRelease, parts }: PostRendering,
  transformed: string | undefined,
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
  const rendered = parts.get('rendered') ?? [];
  const patched = transformed === undefined ? rendered : readTransformed(transformed, rendered);
  return [
    ...(parts.get('definition') ?? []).map((document) => finish(document, {})),
    ...patched.map((document) => finish(document, common)),
    ...(parts.get('untouched') ?? []),
  ];
};

type Metadata = Parameters<typeof withMetadata>[1];

type Part = 'rendered' | 'untouched' | 'definition' | 'misplaced' | 'skipped';

const partOf = ({ manifest, text }: ManifestDocument, spec: unknown): Part => {
  if (/^\s*# Source: [^/\n]+\/(charts\/[^/\n]+\/)*crds\//.test(text)) {
    if (stringAt(spec, 'install', 'crds') === 'Skip') return 'skipped';
    return manifest.kind === 'CustomResourceDefinition' ? 'definition' : 'misplaced';
  }
  const isHook = manifest.metadata.annotations?.['helm.sh/hook'] !== undefined;
  return isHook && stringAt(spec, 'postRenderStrategy') === 'nohooks' ? 'untouched' : 'rendered';
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
    .map((manifest) => writeYaml(manifest))
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
