import { relative } from 'node:path';
import type { Finding } from '@helm-charts/types';
import type { ChartInput } from './input.ts';
import type { ResolvedRelease } from './releases.ts';

/** The releases of a chart: one for each scenario. */
export const scenariosOf = ({
  scenarios,
  directory,
  files,
  workspaceRoot,
}: ChartInput): {
  readonly releases: readonly ResolvedRelease[];
  readonly findings: readonly Finding[];
} => ({
  releases: scenarios.map(({ name, release, namespace, values, cluster, findings }) => ({
    name: release,
    namespace,
    values,
    ...(cluster && { cluster }),
    findings,
    chart: directory,
    chartContent: files.content(directory),
    label: `scenario ${name}`,
    file: `${name}.yaml`,
    shownChart: relative(workspaceRoot, directory),
    flux: undefined,
  })),
  findings: [],
});
