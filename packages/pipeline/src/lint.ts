import { openEngine } from '@helm-charts/engine';
import type { JsonObject } from '@helm-charts/types';
import { loadChart } from './load.ts';
import { type Project, placeOf } from './place.ts';
import { count, type Report, reportOf } from './report.ts';

/** Runs `helm lint --strict` on a chart with every scenario. */
export const lint = (project: Project, signal?: AbortSignal): Promise<Report> =>
  reportOf(project.root, async () => {
    const { directory, workspace, root } = placeOf(project);
    const { scenarios } = await loadChart(project);
    // An overlay is made of what JSON can say.
    const values = Object.values(scenarios) as readonly JsonObject[];
    const findings = await openEngine({ workspaceRoot: workspace, signal }).lint(directory, values);
    const hasErrors = findings.some(({ severity }) => severity === 'error');
    return {
      summary: `${root || '.'}: linted with ${count(values.length, 'scenario')}`,
      findings,
      exitCode: hasErrors ? 1 : 0,
    };
  });
