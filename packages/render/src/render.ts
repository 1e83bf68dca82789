import { join, relative } from 'node:path';
import { type ManifestDocument, parseManifests } from '@helm-charts/flux';
import type { Finding, Release } from '@helm-charts/types';
import type { EngineOptions, RenderEngine } from './engine.ts';

/** A release as it is installed: Helm's text, its manifests, and what is wrong with them. */
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
): Promise<RenderedRelease> => {
  const { text, findings } = await engine.template(release, options);
  const chart = relative(options.workspaceRoot, release.chart);
  const parsed = parseManifests(text, `release ${release.name}`, (template) =>
    join(chart, withoutChartName(template)),
  );
  return {
    release,
    text,
    documents: parsed.documents,
    findings: [...findings, ...parsed.findings],
  };
};

/**
 * Helm begins the path of a template with the chart's name, which need not be that of its
 * directory.
 */
const withoutChartName = (template: string): string => template.replace(/^[^/]*\//, '');
