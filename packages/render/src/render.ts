import { join, relative } from 'node:path';
import { type ManifestDocument, type PostRendered, parseManifests } from '@helm-charts/flux';
import type { Finding, Release } from '@helm-charts/types';
import type { EngineOptions, RenderEngine } from './engine.ts';

/** What becomes of a release besides helm. */
export interface ReleaseFinish {
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
  { shownChart = relative(options.workspaceRoot, release.chart), finish }: ReleaseFinish = {},
): Promise<RenderedRelease> => {
  const { text, findings } = await engine.template(release, options);
  const parsed = parseManifests(text, `release ${release.name}`, (template) =>
    join(shownChart, withoutChartName(template)),
  );
  const found = [...findings, ...parsed.findings];
  if (finish === undefined) return { release, text, documents: parsed.documents, findings: found };
  const finished = await finish(parsed.documents);
  return {
    release,
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
