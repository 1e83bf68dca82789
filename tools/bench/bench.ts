import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { findTool } from '@helm-charts/render';
import { median, run } from './time.ts';

/** One line of the result: what was measured, against what. */
interface Line {
  readonly what: string;
  readonly value: number;
  readonly unit: 's' | 'MiB';
  readonly goal: number;
  /** How many times the bare helm calls it took. */
  readonly ratio?: number;
}

const workspace = resolve(import.meta.dirname, '../..');
const here = (name: string): string => resolve(import.meta.dirname, name);
process.chdir(workspace);
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
const cold = median(() => run('npm', ['run', 'render', '--', '--skip-nx-cache']).seconds);
run('npm', ['run', 'render']);
const cached = median(() => run('npm', ['run', 'render']).seconds);

progress('generate, render and validate in one process');
/** What slice.ts prints. */
type Slice = Readonly<Record<'generate' | 'first' | 'charts' | 'profile' | 'memory', number>>;
const slices: readonly Slice[] = Array.from(
  { length: 3 },
  () => JSON.parse(run('node', [here('slice.ts')]).output) as Slice,
);
const middle = (part: keyof Slice): number =>
  slices.map((slice) => slice[part]).toSorted((one, other) => one - other)[1] ?? Number.NaN;

progress('a profile of 6 and of 200 releases');
interface Profile {
  readonly cold: number;
  readonly cached: number;
  readonly memory: number;
}
const profile = (releases: number): Profile =>
  JSON.parse(run('node', [here('profile.ts'), String(releases)]).output) as Profile;
const best = (profiles: readonly Profile[], field: keyof Profile): number =>
  Math.min(...profiles.map((one) => one[field]));
const six = Array.from({ length: 5 }, () => profile(6));
const many = profile(200);

progress('generate 1, 10 and 100 charts, and bootstrap a database that is complete');
const seconds = (program: string, ...args: readonly string[]): number =>
  median(() => {
    const { output } = run('node', [here(program), ...args]);
    return (JSON.parse(output) as { readonly seconds: number }).seconds;
  }, 3);
const generate = (charts: number): number => seconds('synthetic.ts', String(charts));

const lines: readonly Line[] = [
  { what: 'bare kustomize and helm calls', value: bare, unit: 's', goal: Number.NaN, ratio: 1 },
  { what: 'npm run render, cold', value: cold, unit: 's', goal: 1.2, ratio: cold / bare },
  { what: 'npm run render, cached', value: cached, unit: 's', goal: 0.6, ratio: cached / bare },
  { what: 'generate all charts', value: middle('generate'), unit: 's', goal: 0.5 },
  {
    what: 'render all charts',
    value: middle('charts'),
    unit: 's',
    goal: 2,
    ratio: middle('charts') / bare,
  },
  {
    what: 'render the profile, both variants',
    value: middle('profile'),
    unit: 's',
    goal: 1.2,
    ratio: middle('profile') / bare,
  },
  {
    what: 'peak memory of all that',
    value: middle('memory'),
    unit: 'MiB',
    goal: 300,
  },
  { what: 'profile of 6 releases, cold', value: best(six, 'cold'), unit: 's', goal: 0.6 },
  { what: 'the same, cached', value: best(six, 'cached'), unit: 's', goal: 0.15 },
  { what: 'its peak memory', value: best(six, 'memory'), unit: 'MiB', goal: 250 },
  { what: 'profile of 200 releases, cold', value: many.cold, unit: 's', goal: 12 },
  { what: 'generate 1 chart', value: generate(1), unit: 's', goal: Number.NaN },
  { what: 'generate 10 charts', value: generate(10), unit: 's', goal: Number.NaN },
  { what: 'generate 100 charts', value: generate(100), unit: 's', goal: 2 },
  { what: 'bootstrap, nothing to do', value: seconds('bootstrap.ts'), unit: 's', goal: 1 },
];

if (process.argv.includes('--json')) {
  process.stdout.write(`${JSON.stringify(lines, undefined, 2)}\n`);
} else {
  for (const { what, value, unit, goal, ratio } of lines) {
    const number = `${unit === 's' ? value.toFixed(3) : value.toFixed(0)} ${unit}`;
    const compared = ratio === undefined ? '' : `${ratio.toFixed(2)} × bare`;
    const aim = Number.isNaN(goal) ? '' : `goal ${goal} ${unit}`;
    process.stdout.write(
      `${what.padEnd(34)}${number.padStart(12)}${compared.padStart(14)}${aim.padStart(16)}\n`,
    );
  }
}
