import { type Finding, groupBy, type Manifest, manifestId } from '@helm-charts/types';
import { stringify } from 'yaml';
import { type ManifestDocument, parseManifests } from './documents.ts';
import { listAt, stringAt, valueAt } from './fields.ts';
import { withMetadata, withoutAnnotation } from './metadata.ts';

/** Runs kustomize over a kustomization and the one file of objects that it names. Throws a Failure. */
export type Transform = (kustomization: string, resources: string) => Promise<string>;

/** What a release installs after post-rendering. */
export interface PostRendered {
  readonly documents: readonly ManifestDocument[];
  readonly findings: readonly Finding[];
}

/** The file of objects that a kustomization of post-rendering names. */
export const renderedFile = 'helm-output.yaml';

/**
 * Does what helm-controller does with the objects of a chart before it installs them
 * (helm-controller: internal/postrender/build.go): `spec.postRenderers` in their order,
 * `commonMetadata`, and always the labels that say which HelmRelease they come from. Hooks are
 * treated alike unless `postRenderStrategy` is `nohooks`. Definitions of a chart's `crds/` get the
 * labels alone, are left out if `install.crds` is `Skip`, and other objects in there are ignored
 * (internal/action/crds.go). Throws what `transform` throws.
 */
export const postRender = async (
  documents: readonly ManifestDocument[],
  helmRelease: Manifest,
  transform: Transform,
): Promise<PostRendered> => {
  const { spec, metadata } = helmRelease;
  const parts = groupBy(documents, (document) => partOf(document, spec));
  const findings = (parts.get('misplaced') ?? []).map(
    ({ manifest, source }): Finding => ({
      rule: 'crds',
      severity: 'warning',
      where: source,
      message: `${manifestId(manifest)} is among the definitions of its chart, where Flux takes custom resource definitions alone and ignores it; move it to templates/.`,
    }),
  );
  const group = 'helm.toolkit.fluxcd.io';
  const labels = {
    [`${group}/name`]: metadata.name,
    [`${group}/namespace`]: metadata.namespace ?? 'default',
  };
  const common = valueAt(spec, 'commonMetadata') ?? {};
  const finish = (document: ManifestDocument, more: Metadata): ManifestDocument => {
    const manifest = withMetadata(withMetadata(document.manifest, more), { labels });
    return { ...document, manifest, text: stringify(manifest, { version: '1.1', lineWidth: 0 }) };
  };
  let rendered: readonly ManifestDocument[] = parts.get('rendered') ?? [];
  for (const renderer of listAt(spec, 'postRenderers')) {
    const kustomize = valueAt(renderer, 'kustomize');
    if (kustomize !== undefined) rendered = await patch(rendered, kustomize, transform);
  }
  return {
    documents: [
      ...(parts.get('definition') ?? []).map((document) => finish(document, {})),
      ...rendered.map((document) => finish(document, common)),
      ...(parts.get('untouched') ?? []),
    ],
    findings,
  };
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

/** By this Helm finds the template of an object again after post-rendering, as it does here. */
const fileAnnotation = 'postrenderer.helm.sh/postrender-filename';

const patch = async (
  documents: readonly ManifestDocument[],
  kustomize: unknown,
  transform: Transform,
): Promise<readonly ManifestDocument[]> => {
  if (documents.length === 0) return documents;
  const marked = documents.map(({ manifest, source }) =>
    withMetadata(manifest, { annotations: { [fileAnnotation]: source } }),
  );
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: [renderedFile],
    images: listAt(kustomize, 'images'),
    patches: listAt(kustomize, 'patches'),
  };
  const text = await transform(
    JSON.stringify(kustomization),
    marked.map((manifest) => stringify(manifest, { version: '1.1' })).join('---\n'),
  );
  const order = [...new Set(documents.map(({ source }) => source))];
  return parseManifests(text, 'post-rendering')
    .documents.map((document) => ({
      ...document,
      source: document.manifest.metadata.annotations?.[fileAnnotation] ?? document.source,
      manifest: withoutAnnotation(document.manifest, fileAnnotation),
    }))
    .toSorted((a, b) => order.indexOf(a.source) - order.indexOf(b.source));
};
