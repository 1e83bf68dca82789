import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findTool } from '@helm-charts/engine';
import { chartRoots } from '@helm-charts/pipeline';
import { forget, printed, secondsOf, workspace } from './program.ts';
import type { Row, Section } from './table.ts';
import { median, run } from './time.ts';

const profile = 'flux-profiles/talos-single-node';

/** The charts and the profile of this repository. */
export const ofCharts = async (): Promise<Section> => {
  const charts = chartRoots(workspace, {});
  const bare = await bareCalls();
  const rendered = (row: string, goal: number, ...roots: readonly string[]): Row => ({
    what: row,
    value: median(() => cold('render', ...roots).seconds),
    unit: 's',
    goal,
  });
  const all = rendered('render all charts, cold', 2, ...charts);
  return {
    title: 'Charts and profile of this repository',
    rows: [
      ...command(charts),
      {
        what: 'generate one chart',
        value: secondsOf('part.ts', 'generate', 'charts/sebastian'),
        unit: 's',
        goal: 0.15,
      },
      {
        what: 'generate all charts',
        value: secondsOf('part.ts', 'generate', ...charts),
        unit: 's',
        goal: 0.5,
      },
      rendered('render one chart, cold', 1, 'charts/sebastian'),
      all,
      { what: '  to bare calls of kustomize and helm', value: all.value / bare, unit: '×' },
      rendered('the profile, both variants, cold', 0.6, profile),
      {
        what: '  again in one process',
        value: secondsOf('part.ts', 'again', profile),
        unit: 's',
        goal: 0.15,
      },
      {
        what: '  cached, in a new process',
        value: secondsOf('part.ts', 'render', profile),
        unit: 's',
        goal: 0.15,
      },
      {
        what: '  peak memory of the process, cold',
        value: median(() => cold('render', profile).memory),
        unit: 'MiB',
        goal: 250,
      },
    ],
  };
};

/** The command line with the six charts, all their scenarios, and both variants of the profile. */
const command = (charts: readonly string[]): readonly Row[] => {
  const cli = ['packages/cli/bin/helm-charts.cjs', 'render', ...charts, profile];
  const render = () => run('node', cli, workspace).seconds;
  const first = median(() => {
    forget(workspace);
    return render();
  });
  return [
    { what: `${charts.length} charts and the profile, cold`, value: first, unit: 's', goal: 0.8 },
    { what: '  cached, in a new process', value: median(render), unit: 's', goal: 0.2 },
  ];
};

/** The seconds that kustomize and helm take for as many renders as those of the charts, one after another. */
const bareCalls = async (): Promise<number> => {
  const [helm, kubectl] = [await findTool('helm'), await findTool('kubectl')];
  const renders = readdirSync(join(workspace, 'dist/render'), {
    recursive: true,
    encoding: 'utf8',
  }).filter((name) => name.endsWith('.yaml') && !name.endsWith('flux.yaml'));
  return median(() => {
    const builds = ['.', 'releases'].map((path) =>
      run(kubectl.path, ['kustomize', `${profile}/${path}`], workspace),
    );
    const templates = renders.map(() =>
      run(helm.path, ['template', 'pgbouncer', 'charts/pgbouncer'], workspace),
    );
    return [...builds, ...templates].reduce((total, { seconds }) => total + seconds, 0);
  });
};

const cold = (...args: readonly string[]) => {
  forget(workspace);
  return printed<{ readonly seconds: number; readonly memory: number }>('part.ts', ...args);
};
