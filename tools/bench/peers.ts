import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { measure, medianOf, turns } from './time.ts';
import { type Tree, writeTree } from './tree.ts';

/**
 * Renders, validates and checks trees of 6 and of 200 releases, and prints the seconds and the MiB that it takes as JSON.
 * With a folder that has the programs flate and kubeconform, they render and validate the same trees in turn, and the
 * numbers are also ratios: the median of the ratios of each turn, since the speed of a machine changes.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cli: {
      type: 'string',
      default: resolve(import.meta.dirname, '../../packages/cli/bin/helm-charts.cjs'),
    },
    turns: { type: 'string', default: String(turns()) },
  },
});
const peers = resolve(positionals[0] ?? '.');
const [flate, kubeconform] = ['flate', 'kubeconform'].map((name) => join(peers, name));
const hasPeers = existsSync(flate ?? '') && existsSync(kubeconform ?? '');
const schemas = resolve(import.meta.dirname, '../../schemas');

interface Turn {
  readonly cold: number;
  readonly cached: number;
  readonly changed: number;
  readonly memory: number;
  readonly peersCold?: number;
  readonly peersCached?: number;
  readonly peersMemory?: number;
}

const turn = async (tree: Tree): Promise<Turn> => {
  const { directory: cwd } = tree;
  const forget = (...names: readonly string[]) => {
    for (const name of names) rmSync(join(cwd, name), { recursive: true, force: true });
  };
  process.env.HELM_CHARTS_CACHE = join(cwd, 'cache');
  const ours = () =>
    measure(process.execPath, [values.cli, 'render', 'profile', '--output', 'out'], cwd);
  const build = () =>
    measure(
      'sh',
      [
        '-c',
        `exec "$0" build all --no-progress --path profile --cache-dir flate >built.yaml`,
        flate ?? '',
      ],
      cwd,
    );
  const validate = () => {
    const locations = ['kubernetes-1.36', 'flux-2.9'].flatMap((folder) => [
      '-schema-location',
      `${schemas}/${folder}/{{.ResourceKind}}{{.KindSuffix}}.json`,
    ]);
    return measure(kubeconform ?? '', ['-strict', ...locations, 'built.yaml', 'profile'], cwd);
  };
  forget('cache', 'out');
  const cold = await ours();
  forget('flate');
  const first = hasPeers ? { built: await build(), validated: await validate() } : undefined;
  // The record of a run counts only files that are older than it.
  await ours();
  const cached = await ours();
  const again = hasPeers ? await build() : undefined;
  tree.edit();
  const changed = await ours();
  return {
    cold: cold.seconds,
    cached: cached.seconds,
    changed: changed.seconds,
    memory: cold.memory,
    ...(first && {
      peersCold: first.built.seconds + first.validated.seconds,
      peersMemory: first.built.memory,
    }),
    ...(again && { peersCached: again.seconds }),
  };
};

const results = [];
for (const releases of [6, 200]) {
  using tree = await writeTree(releases);
  await turn(tree);
  const measured: Turn[] = [];
  for (let count = 0; count < Number(values.turns); count += 1) measured.push(await turn(tree));
  const of = (take: (turn: Turn) => number | undefined): number =>
    medianOf(measured.map((one) => take(one) ?? Number.NaN));
  results.push({
    releases,
    cold: of(({ cold }) => cold),
    cached: of(({ cached }) => cached),
    changed: of(({ changed }) => changed),
    memory: of(({ memory }) => memory),
    changedToCold: of(({ changed, cold }) => changed / cold),
    ...(hasPeers && {
      peersCold: of(({ peersCold }) => peersCold),
      peersCached: of(({ peersCached }) => peersCached),
      coldToPeers: of(({ cold, peersCold = Number.NaN }) => cold / peersCold),
      cachedToPeers: of(({ cached, peersCached = Number.NaN }) => cached / peersCached),
      memoryToPeers: of(({ memory, peersMemory = Number.NaN }) => memory / peersMemory),
    }),
  });
}
process.stdout.write(`${JSON.stringify(results, undefined, 2)}\n`);
