import { resolve } from 'node:path';
import { type Finding, type Manifest, manifestId, type Release } from '@helm-charts/types';
import { stringAt, valueAt } from './fields.ts';
import type { Lookup } from './lookup.ts';
import { releaseName, releaseNamespace } from './name.ts';
import { pathWithin } from './path.ts';
import { mergeValues } from './values.ts';

/** The release of a HelmRelease, undefined where a finding says why there is none. */
export interface ResolvedRelease {
  readonly release: Release | undefined;
  readonly findings: readonly Finding[];
}

/**
 * Makes a HelmRelease a release: its name and namespace, values, and the chart's directory, which
 * is a path from the root of the GitRepository, and so of the workspace. Whatever keeps it from
 * being rendered here as Flux would install it is a finding.
 */
export const resolveRelease = (
  helmRelease: Manifest,
  lookup: Lookup,
  workspaceRoot: string,
): ResolvedRelease => {
  const where = manifestId(helmRelease);
  const unable = (severity: Finding['severity'], message: string): ResolvedRelease => ({
    release: undefined,
    findings: [{ rule: 'not-rendered', severity, where, message }],
  });

  if (helmRelease.apiVersion !== 'helm.toolkit.fluxcd.io/v2') {
    return unable(
      'error',
      `${helmRelease.apiVersion} is gone from Flux 2.9; write helm.toolkit.fluxcd.io/v2.`,
    );
  }
  if (valueAt(helmRelease, 'spec', 'suspend') === true) {
    return unable('warning', 'it is suspended, so Flux installs nothing and nothing is rendered.');
  }
  const chart = stringAt(helmRelease, 'spec', 'chart', 'spec', 'chart');
  const sourceKind = stringAt(helmRelease, 'spec', 'chart', 'spec', 'sourceRef', 'kind');
  if (chart === undefined || sourceKind !== 'GitRepository') {
    const source = sourceKind ?? stringAt(helmRelease, 'spec', 'chartRef', 'kind') ?? 'nowhere';
    return unable(
      'warning',
      `its chart comes from ${source} and is not at hand; nothing of it is rendered or checked.`,
    );
  }
  const unsupported = changes.filter((path) => valueAt(helmRelease, ...path) !== undefined);
  if (unsupported.length > 0) {
    const fields = unsupported.map((path) => path.join('.')).join(' and ');
    return unable('error', `${fields} can't be applied yet, so nothing of it is rendered.`);
  }
  const path = pathWithin(workspaceRoot, chart);
  if (path === undefined) {
    return unable('error', `its chart ${chart} lies outside the repository.`);
  }
  const { values, findings } = mergeValues(helmRelease, lookup);
  if (findings.some(({ severity }) => severity === 'error'))
    return { release: undefined, findings };
  const release = {
    name: releaseName(helmRelease),
    namespace: releaseNamespace(helmRelease),
    chart: resolve(workspaceRoot, path),
    values,
  };
  return { release, findings };
};

/** What changes a chart or its manifests on the way into the cluster, and is not done here. */
const changes = [
  ['spec', 'chart', 'spec', 'valuesFiles'],
  ['spec', 'postRenderers'],
  ['spec', 'commonMetadata'],
] as const;
