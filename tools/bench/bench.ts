import { readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findTool } from '@helm-charts/engine';
import { chartRoots } from '@helm-charts/pipeline';
import { median, run } from './time.ts';

/** One line of the result: what was measured, against what. */
interface Line {
  readonly what: string;
  readonly value: number;
  readonly unit: 's' | 'MiB' | '×';
  readonly goal: number;
  /** How many times the bare helm calls it took. */
  readonly ratio?: number;
}

/** What scale.ts prints. */
interface ScaleResult {
  readonly charts: number;
  readonly generated: number;
  readonly cold: number;
  readonly cached: number;
  readonly affected: number;
  readonly affectedTasks: number;
  readonly memory: number;
  readonly memoryToHalf: number;
}

/** What peers.ts prints of a tree. */
interface TreeResult {
  readonly releases: number;
  readonly cold: number;
  readonly cached: number;
  readonly memory: number;
  readonly changedToCold: number;
  readonly coldToPeers?: number;
  readonly cachedToPeers?: number;
  readonly memoryToPeers?: number;
}

const workspace = resolve(import.meta.dirname, '../..');
const here = (name: string): string => resolve(import.meta.dirname, name);
process.chdir(workspace);
/** After this no run, no render and no validation result is cached. */
const forget = (): void => {
  for (const name of ['renders', 'runs', 'verdicts']) {
    rmSync(join('node_modules/.cache/helm-charts', name), { recursive: true, force: true });
  }
};
const progress = (text: string): boolean => process.stderr.write(`bench: ${text}\n`);

progress('build and render once');
run('npm', ['run', 'render']);
const helm = (await findTool('helm')).path;
const kubectl = (await findTool('kubectl')).path;
const renders = readdirSync('dist/render', { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.yaml') && !name.endsWith('flux.yaml'),
).length;

progress(`${renders} bare helm calls, one after another`);
const bare = median(() => {
  const builds = ['.', 'releases'].map((path) =>
    run(kubectl, ['kustomize', `flux-profiles/talos-single-node/${path}`]),
  );
  const templates = Array.from({ length: renders }, () =>
    run(helm, ['template', 'pgbouncer', 'charts/pgbouncer']),
  );
  return [...builds, ...templates].reduce((total, { seconds }) => total + seconds, 0);
});

progress('npm run render, cold and cached');
const npmCold = median(() => {
  forget();
  return run('npm', ['run', 'render', '--', '--skip-nx-cache']).seconds;
});
run('npm', ['run', 'render']);
const npmCached = median(() => run('npm', ['run', 'render']).seconds);

progress('steps in one process each');
/** What the programs beside this one print. */
interface Measured {
  readonly seconds: number;
  readonly memory?: number;
}
const measured = (program: string, ...args: readonly string[]): Measured =>
  JSON.parse(run('node', [here(program), ...args]).output) as Measured;
const seconds = (program: string, ...args: readonly string[]): number =>
  median(() => measured(program, ...args).seconds);
const cold = (...args: readonly string[]): Measured => {
  forget();
  return measured('part.ts', ...args);
};
const charts = chartRoots(workspace, {});
const root = 'charts/sebastian';
const profile = 'flux-profiles/talos-single-node';
const generateRoot = seconds('part.ts', 'generate', root);
const generateAll = seconds('part.ts', 'generate', ...charts);
const renderRoot = median(() => cold('render', root).seconds);
const renderAll = median(() => cold('render', ...charts).seconds);
const profileCold = median(() => cold('render', profile).seconds);
const memory = median(() => cold('render', profile).memory ?? Number.NaN, 3);
const profileAgain = seconds('part.ts', 'again', profile);
const profileCached = seconds('part.ts', 'render', profile);

progress('profiles of 20 and of 200 releases');
const some = median(() => measured('profile.ts', '20').seconds, 3);
const many = measured('profile.ts', '200').seconds;

progress('generate 1, 10 and 100 charts, and bootstrap a database that is complete');
const generate = (charts: number): number => seconds('synthetic.ts', String(charts));

progress('package and push charts');
const released = JSON.parse(run('node', [here('release.ts')]).output) as {
  readonly packaging: number;
  readonly unchanged: number;
  readonly many: number;
};

const { peers, scale } = parseArgs({
  options: {
    peers: { type: 'string', default: '' },
    scale: { type: 'boolean', default: false },
    json: { type: 'boolean' },
  },
}).values;
progress(
  'trees of 6 and of 200 releases, with flate and kubeconform beside if --peers names their folder',
);
const trees = JSON.parse(run('node', [here('peers.ts'), peers]).output) as readonly TreeResult[];

if (scale) progress('workspaces of 100 and of 200 charts, with Nx');
const scales = scale ? [JSON.parse(run('node', [here('scale.ts')]).output) as ScaleResult] : [];

const none = Number.NaN;
const linesOfScale = (nx: ScaleResult): readonly Line[] => [
  { what: `nx, ${nx.charts} charts: generate`, value: nx.generated, unit: 's', goal: none },
  { what: '  render, cold', value: nx.cold, unit: 's', goal: none },
  { what: '  cached, to cold', value: nx.cached / nx.cold, unit: '×', goal: none },
  {
    what: `  ${nx.affectedTasks} affected tasks, to cold`,
    value: nx.affected / nx.cold,
    unit: '×',
    goal: 0.3,
  },
  { what: '  peak memory', value: nx.memory, unit: 'MiB', goal: none },
  { what: '  to half of the charts', value: nx.memoryToHalf, unit: '×', goal: 1.25 },
];
const linesOf = (tree: TreeResult): readonly Line[] => [
  { what: `tree of ${tree.releases}, cold`, value: tree.cold, unit: 's', goal: none },
  { what: '  to flate and kubeconform', value: tree.coldToPeers ?? none, unit: '×', goal: 0.8 },
  { what: '  cached', value: tree.cached, unit: 's', goal: none },
  { what: '  to flate, cached', value: tree.cachedToPeers ?? none, unit: '×', goal: 0.8 },
  { what: '  one chart changed, to cold', value: tree.changedToCold, unit: '×', goal: 0.3 },
  { what: '  peak memory, cold', value: tree.memory, unit: 'MiB', goal: none },
  { what: '  to flate', value: tree.memoryToPeers ?? none, unit: '×', goal: 1 },
];
const lines: readonly Line[] = [
  { what: 'bare kustomize and helm calls', value: bare, unit: 's', goal: none, ratio: 1 },
  { what: 'npm run render, cold', value: npmCold, unit: 's', goal: 1.2, ratio: npmCold / bare },
  {
    what: 'npm run render, cached',
    value: npmCached,
    unit: 's',
    goal: 0.6,
    ratio: npmCached / bare,
  },
  { what: 'generate the root chart', value: generateRoot, unit: 's', goal: 0.15 },
  { what: 'render the root chart, cold', value: renderRoot, unit: 's', goal: 1 },
  { what: 'generate all charts', value: generateAll, unit: 's', goal: 0.5 },
  {
    what: 'render all charts, cold',
    value: renderAll,
    unit: 's',
    goal: 2,
    ratio: renderAll / bare,
  },
  { what: 'the profile, both variants, cold', value: profileCold, unit: 's', goal: 0.6 },
  { what: 'the same again in one process', value: profileAgain, unit: 's', goal: 0.15 },
  { what: 'the same, cached, in a new one', value: profileCached, unit: 's', goal: 0.15 },
  { what: 'its peak memory, cold', value: memory, unit: 'MiB', goal: 250 },
  { what: 'profile of 200 releases, cold', value: many, unit: 's', goal: 12 },
  { what: 'as many times that of 20', value: many / some, unit: '×', goal: 10 },
  { what: 'generate 1 chart', value: generate(1), unit: 's', goal: none },
  { what: 'generate 10 charts', value: generate(10), unit: 's', goal: none },
  { what: 'generate 100 charts', value: generate(100), unit: 's', goal: 2 },
  { what: 'package six charts, cold', value: released.packaging, unit: 's', goal: 0.3 },
  { what: 'push six unchanged charts', value: released.unchanged, unit: 's', goal: 0.5 },
  { what: 'push 200 charts, against bare blobs', value: released.many, unit: '×', goal: 1.25 },
  ...trees.flatMap(linesOf),
  ...scales.flatMap(linesOfScale),
  { what: 'bootstrap, nothing to do', value: seconds('bootstrap.ts'), unit: 's', goal: 1 },
];

if (process.argv.includes('--json')) {
  process.stdout.write(`${JSON.stringify(lines, undefined, 2)}\n`);
} else {
  for (const { what, value, unit, goal, ratio } of lines) {
    const number = `${value.toFixed(unit === 's' ? 3 : unit === '×' ? 2 : 0)} ${unit}`;
    const compared = ratio === undefined ? '' : `${ratio.toFixed(2)} × bare`;
    const aim = Number.isNaN(goal) ? '' : `goal ${goal} ${unit}`;
    process.stdout.write(
      `${what.padEnd(34)}${number.padStart(12)}${compared.padStart(14)}${aim.padStart(16)}\n`,
    );
  }
}
