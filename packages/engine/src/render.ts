import { join, relative } from 'node:path';
import { type ManifestDocument, type PostRendered, parseManifests } from '@helm-charts/flux';
import type { Finding, Release } from '@helm-charts/types';
import type { Cache } from './cache.ts';
import type { EngineOptions, RenderEngine } from './engine.ts';
import { defaultKubeVersion } from './tool.ts';

/** What becomes of a release besides helm. */
export interface ReleaseFinish {
  /** Where renders are remembered, and what they depend on: the content of the chart, and what `finish` does. */
  readonly memory?: { readonly cache: Cache; readonly inputs: readonly string[] };
  /** How findings name the chart; its directory in the workspace unless given. */
  readonly shownChart?: string;
  /** What happens to the objects between helm and the cluster. */
  readonly finish?: (documents: readonly ManifestDocument[]) => Promise<PostRendered>;
}

/** A release as it is installed: its text, its manifests, and what is wrong with them. */
export interface RenderedRelease {
  readonly release: Release;
  readonly text: string;
  /** What could be read of the text; what couldn't is a finding. */
  readonly documents: readonly ManifestDocument[];
  readonly findings: readonly Finding[];
}

/** Renders one release and reads its manifests. Throws what the engine throws. */
export const renderRelease = async (
  engine: RenderEngine,
  release: Release,
  options: EngineOptions,
  finish: ReleaseFinish = {},
): Promise<RenderedRelease> => {
  const { memory } = finish;
  const make = () => renderAfresh(engine, release, options, finish);
  if (memory === undefined || engine.identity === undefined) return { release, ...(await make()) };
  const { kubeVersion = defaultKubeVersion, workspaceRoot } = options;
  const { chart, ...rest } = release;
  const shown = finish.shownChart ?? relative(workspaceRoot, chart);
  const inputs = [engine.identity, kubeVersion, JSON.stringify(rest), shown, ...memory.inputs];
  return { release, ...(await memory.cache.of(inputs, make)) };
};

const renderAfresh = async (
  engine: RenderEngine,
  release: Release,
  options: EngineOptions,
  { shownChart = relative(options.workspaceRoot, release.chart), finish }: ReleaseFinish,
): Promise<Omit<RenderedRelease, 'release'>> => {
  const { text, findings } = await engine.template(release, options);
  const parsed = parseManifests(text, `release ${release.name}`, (template) =>
    join(shownChart, withoutChartName(template)),
  );
  const found = [...findings, ...parsed.findings];
  if (finish === undefined) return { text, documents: parsed.documents, findings: found };
  const finished = await finish(parsed.documents);
  return {
    text: finished.documents.map((one) => `---\n# Source: ${one.source}\n${one.text}`).join(''),
    documents: finished.documents,
    findings: [...found, ...finished.findings],
  };
};

/**
 * Helm begins the path of a template with the chart's name, which need not be that of its
 * directory.
 */
const withoutChartName = (template: string): string => template.replace(/^[^/]*\//, '');
