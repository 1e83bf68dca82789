import type { Engine } from '@helm-charts/engine';
import {
  type BuiltTree,
  type FluxRelease,
  finishPostRendering,
  placeOf,
  preparePostRendering,
} from '@helm-charts/flux';
import type { ManifestDocument } from '@helm-charts/kubernetes';
import type { Checked, Finding } from '@helm-charts/types';
import type { InstalledRelease } from './releases.ts';

/** Post-renders a release as helm-controller does before it installs it. A scenario of a chart is not post-rendered. */
export const postRender = async (
  release: InstalledRelease,
  built: BuiltTree,
  engine: Engine,
): Promise<Checked<InstalledRelease>> => {
  if (release.flux === undefined) return { value: release, findings: [] };
  const { value: documents, findings } = await postRenderRelease(
    release,
    release.flux,
    built,
    engine,
  );
  if (documents === undefined) return { findings };
  return { value: { ...release, documents, text: textOf(documents) }, findings };
};

const postRenderRelease = async (
  { text, documents, label }: InstalledRelease,
  { helmRelease }: FluxRelease,
  { locate }: BuiltTree,
  engine: Engine,
): Promise<Checked<readonly ManifestDocument[]>> => {
  const prepared = preparePostRendering(documents, helmRelease);
  const labelled = prepared.findings.map((finding): Finding => ({ ...finding, input: label }));
  const { transformations } = prepared;
  if (transformations.length === 0) {
    return { value: finishPostRendering(prepared, []), findings: labelled };
  }
  const place = placeOf(helmRelease, ['spec', 'postRenderers'], locate(helmRelease));
  const inputs = ['post-render', text, label, JSON.stringify([helmRelease, place])];
  return engine.cached(inputs, async () => {
    const all = await engine.transform(transformations.map((one) => one.transformation));
    const transformed = all.flatMap(({ value }) => value ?? []);
    const findings = all
      .flatMap((one) => one.findings)
      .map((finding) => ({ ...place, ...finding }));
    if (transformed.length < all.length) return { findings: [...labelled, ...findings] };
    return {
      value: finishPostRendering(prepared, transformed),
      findings: [...labelled, ...findings],
    };
  });
};

const textOf = (documents: readonly ManifestDocument[]): string =>
  documents.map(({ source, text }) => `---\n# Source: ${source}\n${text}`).join('');
