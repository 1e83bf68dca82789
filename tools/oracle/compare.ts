import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { fluxVersions } from '@helm-charts/kubernetes';
import { type Compared, type Outcome, openComparison } from './comparison.ts';
import { helmProgram } from './helm.ts';
import { buildsIn, chartsOf } from './inputs.ts';

/** What the results of comparisons mean, in the order of the summary. */
const meanings: Readonly<Record<Outcome, string>> = {
  equal: 'equal',
  varies: 'differ only where two runs of the programs differ',
  refused: 'refused with the same findings',
  differs: 'differ',
};

/**
 * Compares two engines, by default the native one with the programs helm and kubectl, on all charts and kustomizations of folders: each chart
 * is rendered and linted with its default values and with each `ci/*-values.yaml`. Prints what differs, and counts the rest. With `--helm 4.3.1`
 * the program is of that version, and only renders are compared: what Flux does is the same with each of its targets otherwise.
 */
const compare = async (folder: string, cache: string): Promise<readonly Compared[]> => {
  const { render, lint, build } = openComparison(folder, cache, engines, flux);
  if (flux !== undefined) return all(chartsOf(folder).map((chart) => () => render(chart)));
  return all([
    ...chartsOf(folder).flatMap((chart) =>
      chart.chart.endsWith('.tgz')
        ? [() => render(chart)]
        : [() => render(chart), () => lint(chart)],
    ),
    ...buildsIn(folder).map((one) => () => build(one)),
  ]);
};

/** Runs comparisons one after the other. */
const all = async (works: readonly (() => Promise<Compared>)[]): Promise<readonly Compared[]> => {
  const done: Compared[] = [];
  for (const work of works) {
    const compared = await work();
    print(compared);
    done.push(compared);
  }
  return done;
};

const print = ({ kind, name, outcome, lines }: Compared): void => {
  if (outcome === 'equal') return;
  process.stdout.write(`${kind} ${name}: ${meanings[outcome]}\n`);
  for (const line of lines.filter(Boolean).slice(0, 10)) {
    process.stdout.write(`  ${line.slice(0, 300)}\n`);
  }
};

/** The newest Flux, with a version of Helm. */
const fluxWith = (helm: string) => {
  const newest = fluxVersions.at(-1);
  return newest && { ...newest, helm };
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { wasm: { type: 'boolean', default: false }, helm: { type: 'string' } },
});
const engines = values.wasm ? (['native', 'wasm'] as const) : (['helm', 'native'] as const);
const flux = values.helm === undefined ? undefined : fluxWith(values.helm);
if (values.helm !== undefined) process.env.HELM_BIN = await helmProgram(values.helm);
const folders = positionals.map((folder) => resolve(folder));
if (folders.length === 0) {
  process.stderr.write('usage: node tools/oracle/compare.ts [--wasm | --helm VERSION] FOLDER...\n');
  process.exit(2);
}
const cache = mkdtempSync(join(tmpdir(), 'oracle-'));
process.on('exit', () => rmSync(cache, { recursive: true, force: true }));
const compared = await Promise.all(
  folders.map((folder, index) => compare(folder, join(cache, `${index}`))),
);
for (const kind of ['render', 'lint', 'build']) {
  const some = compared.flat().filter((one) => one.kind === kind);
  if (some.length === 0) continue;
  const counts = Object.entries(meanings).map(
    ([outcome, meaning]) => `${some.filter((one) => one.outcome === outcome).length} ${meaning}`,
  );
  process.stdout.write(`${some.length} × ${kind}: ${counts.join(', ')}\n`);
}
process.exitCode = compared.flat().some(({ outcome }) => outcome === 'differs') ? 1 : 0;
