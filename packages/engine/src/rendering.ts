import { apisOf } from '@helm-charts/kubernetes';
import type { TargetCluster } from '@helm-charts/types';
import type { Rendering } from './backend.ts';
import type { Context } from './context.ts';
import type { ReleaseToRender } from './engine.ts';

/** What a backend renders for a release. */
export const renderingOf = (
  {
    name,
    namespace,
    chart,
    chartContent,
    values,
    cluster,
    again,
    skipSchema = false,
  }: ReleaseToRender,
  { kubeVersion, helm }: Pick<Context, 'kubeVersion' | 'helm'>,
): Rendering => {
  const version = cluster?.kubernetesVersion ?? kubeVersion;
  return {
    name,
    namespace,
    chart,
    content: chartContent,
    values,
    helm,
    kubeVersion: version,
    apis: cluster && apisOf(version),
    apiVersions: apiVersionsOf(cluster),
    objects: again?.objects ?? cluster?.objects,
    isUpgrade: again?.isUpgrade ?? cluster?.isUpgrade ?? false,
    skipSchema,
    seed: again?.seed ?? 0,
  };
};

/**
 * Helm prefixes the path of a template with the name of the chart, which may differ from the name
 * of its directory.
 */
export const withoutChartName = (template: string): string => template.replace(/^[^/]*\//, '');

/**
 * Adds the API version of each kind, since Helm compares the exact text (`apps/v1` or
 * `apps/v1/Deployment`).
 */
const apiVersionsOf = (cluster: TargetCluster | undefined): readonly string[] => {
  if (cluster === undefined) return [];
  // Most releases have the same cluster.
  const known = apiVersions.get(cluster) ?? withVersions(cluster);
  apiVersions.set(cluster, known);
  return known;
};

const apiVersions = new WeakMap<TargetCluster, readonly string[]>();

const withVersions = (cluster: TargetCluster): readonly string[] => {
  const apis = (cluster.apiVersions ?? []).flatMap((api) => [
    ...[/^(.+)\/[A-Z]\w*$/.exec(api)?.[1] ?? []].flat(),
    api,
  ]);
  return [...new Set(apis)];
};
