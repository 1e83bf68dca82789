import { openEngine } from '@helm-charts/engine';
import type { JsonObject } from '@helm-charts/types';
import { type EngineChoice, engineOptions } from './engine.ts';
import { loadChart } from './load.ts';
import { type NamedOverlay, overlaysInCi } from './overlays.ts';
import { type Project, placeOf } from './place.ts';
import { count, type Report, refused, reportOf } from './report.ts';

export interface LintOptions extends EngineChoice {
  /** Aborting it ends the lint with exit code 130. */
  readonly signal?: AbortSignal | undefined;
}

/** Runs `helm lint --strict` on a chart with every scenario and every `ci/*-values.yaml`. */
export const lint = (project: Project, options: LintOptions = {}): Promise<Report> =>
  reportOf(project.root, async () => {
    const { value: place, findings: misplaced } = placeOf(project);
    if (place === undefined) return refused(project.root, misplaced);
    const { directory, workspace, root } = place;
    const chart = await loadChart(project);
    if (chart.value === undefined) return refused(root, chart.findings);
    const { scenarios } = chart.value;
    // An overlay contains JSON values only.
    const own = Object.values(scenarios) as readonly JsonObject[];
    const inCi = await overlaysInCi(directory, workspace);
    const values = [...own, ...inCi.filter(isRight).map((overlay) => overlay.values)];
    const { value: choice, findings: wrong } = await engineOptions(workspace, options);
    if (choice === undefined) return refused(root, wrong);
    const { signal } = options;
    const engine = openEngine({ workspaceRoot: workspace, signal, ...choice });
    const linted = await engine.lint(directory, values);
    const findings = [...inCi.flatMap((overlay) => overlay.findings), ...linted];
    const hasErrors = findings.some(({ severity }) => severity === 'error');
    return {
      summary: `${root || '.'}: linted with ${count(values.length, 'scenario')}`,
      findings,
      exitCode: inCi.every(isRight) ? (hasErrors ? 1 : 0) : 2,
    };
  });

const isRight = ({ findings }: NamedOverlay): boolean =>
  !findings.some(({ severity }) => severity === 'error');
