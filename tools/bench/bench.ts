import { parseArgs } from 'node:util';
import { ofCharts } from './charts.ts';
import { ofNx } from './nx.ts';
import { printed, secondsOf, workspace } from './program.ts';
import { printJson, printTable, type Row, type Section } from './table.ts';
import { median, run } from './time.ts';

/**
 * Measures this repository, and prints each number with its goal beside it. `--only nx,trees` measures these sections only; `--peers DIR` runs
 * the programs flate and kubeconform of that folder beside; `--scale` adds a large workspace with Nx; `--json` prints for programs.
 */
const { peers, scale, json, only, turns } = parseArgs({
  options: {
    peers: { type: 'string', default: '' },
    scale: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    turns: { type: 'string', default: '5' },
  },
}).values;
process.env.BENCH_TURNS = turns;

const ofTrees = (): Section => ({
  title: 'Trees of Flux objects, in a new process each',
  rows: printed<readonly TreeResult[]>('peers.ts', peers).flatMap((tree): readonly Row[] => [
    { what: `${tree.releases} releases, cold`, value: tree.cold, unit: 's' },
    { what: '  to flate and kubeconform', value: tree.coldToPeers ?? none, unit: '×', goal: 0.8 },
    { what: '  peak memory', value: tree.memory, unit: 'MiB' },
    { what: '  peak memory, to flate', value: tree.memoryToPeers ?? none, unit: '×', goal: 1 },
    { what: '  cached', value: tree.cached, unit: 's' },
    { what: '  cached, to flate', value: tree.cachedToPeers ?? none, unit: '×', goal: 0.8 },
    {
      what: '  one chart changed, to cold',
      value: tree.changedToCold,
      unit: '×',
      goal: tree.releases < 200 ? undefined : 0.3,
    },
  ]),
});

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

const none = Number.NaN;

const ofValidation = (): Section => ({
  title: 'Validation in an engine that runs',
  rows: [
    {
      what: '1,000 manifests',
      value: printed<{ seconds: number }>('validate.ts', '1000').seconds,
      unit: 's',
      goal: 0.15,
    },
  ],
});

const ofScale = (): Section => {
  const nx = printed<ScaleResult>('scale.ts');
  return {
    title: `Nx with ${nx.charts} charts and ${nx.profiles} profiles`,
    rows: [
      { what: 'generate', value: nx.generated, unit: 's' },
      { what: 'render, cold', value: nx.cold, unit: 's' },
      { what: '  cached, to cold', value: nx.cached / nx.cold, unit: '×' },
      {
        what: `  ${nx.affectedTasks} tasks that one change affects, to cold`,
        value: nx.affected / nx.cold,
        unit: '×',
        goal: 0.3,
      },
      {
        what: `  ${nx.sharedTasks} tasks from a remote cache, to cold`,
        value: nx.shared / nx.cold,
        unit: '×',
        goal: 0.3,
      },
      { what: '  peak memory', value: nx.memory, unit: 'MiB' },
      {
        what: '  peak memory, to that of half as many',
        value: nx.memoryToHalf,
        unit: '×',
        goal: 1.25,
      },
    ],
  };
};

/** What scale.ts prints. */
interface ScaleResult {
  readonly charts: number;
  readonly profiles: number;
  readonly generated: number;
  readonly cold: number;
  readonly cached: number;
  readonly affected: number;
  readonly affectedTasks: number;
  readonly shared: number;
  readonly sharedTasks: number;
  readonly memory: number;
  readonly memoryToHalf: number;
}

const ofMany = (): Section => {
  const profile = (releases: number) =>
    printed<{ seconds: number }>('profile.ts', String(releases)).seconds;
  const [some, many] = [median(() => profile(20)), profile(200)];
  const generate = (charts: number) => secondsOf('synthetic.ts', String(charts));
  return {
    title: 'Many charts and releases',
    rows: [
      { what: 'profile of 200 releases, cold', value: many, unit: 's', goal: 12 },
      { what: '  to one of 20', value: many / some, unit: '×', goal: 10 },
      { what: 'generate 1 chart', value: generate(1), unit: 's' },
      { what: 'generate 10 charts', value: generate(10), unit: 's' },
      { what: 'generate 100 charts', value: generate(100), unit: 's', goal: 2 },
    ],
  };
};

const ofReleases = (): Section => {
  const released = printed<{ packaging: number; unchanged: number; many: number }>('release.ts');
  return {
    title: 'Releases',
    rows: [
      { what: 'package six charts, cold', value: released.packaging, unit: 's', goal: 0.3 },
      { what: 'push six unchanged charts', value: released.unchanged, unit: 's', goal: 0.5 },
      { what: 'push 200 charts, to bare blobs', value: released.many, unit: '×', goal: 1.25 },
      {
        what: 'bootstrap a database that is complete',
        value: secondsOf('bootstrap.ts'),
        unit: 's',
        goal: 1,
      },
    ],
  };
};

const sections: Readonly<Record<string, () => Section | Promise<Section>>> = {
  charts: ofCharts,
  nx: ofNx,
  validation: ofValidation,
  trees: ofTrees,
  scale: ofScale,
  many: ofMany,
  releases: ofReleases,
};

const names = only?.split(',') ?? Object.keys(sections).filter((name) => scale || name !== 'scale');
const progress = (text: string): boolean => process.stderr.write(`bench: ${text}\n`);
progress('build and render once');
run('npm', ['run', 'render'], workspace);
const results: Section[] = [];
for (const name of names) {
  const section = sections[name];
  if (section === undefined)
    throw new Error(`no section "${name}", only ${Object.keys(sections).join(', ')}`);
  progress(name);
  results.push(await section());
}
process.stdout.write((json ? printJson : printTable)(results));
