import { resolve } from 'node:path';
import { type Compared, type Outcome, openComparison } from './comparison.ts';
import { inputsIn } from './inputs.ts';

/** What the results of comparisons mean, in the order of the summary. */
const meanings: Readonly<Record<Outcome, string>> = {
  equal: 'equal',
  varies: 'differ only where two runs of helm differ',
  refused: 'refused with the same findings',
  differs: 'differ',
};

/**
 * Renders and lints every chart in folders with the helm program and with the native engine: with its default values and
 * with each `ci/*-values.yaml`. Prints what differs, and counts the rest.
 */
const compare = async (folder: string): Promise<readonly Compared[]> => {
  const { render, lint } = openComparison(folder);
  const all: Compared[] = [];
  for (const input of inputsIn(folder)) {
    const isArchive = input.chart.endsWith('.tgz');
    const compared = await Promise.all([render(input), ...(isArchive ? [] : [lint(input)])]);
    for (const one of compared) print(one);
    all.push(...compared);
  }
  return all;
};

const print = ({ name, outcome, lines }: Compared): void => {
  if (outcome === 'equal') return;
  process.stdout.write(`${name}: ${meanings[outcome]}\n`);
  for (const line of lines.filter(Boolean).slice(0, 10))
    process.stdout.write(`  ${line.slice(0, 300)}\n`);
};

const folders = process.argv.slice(2);
if (folders.length === 0) {
  process.stderr.write('usage: node tools/oracle/compare.ts FOLDER...\n');
  process.exit(2);
}
const all = (await Promise.all(folders.map((folder) => compare(resolve(folder))))).flat();
for (const kind of ['renders', 'lints']) {
  const some = all.filter(({ name }) => name.startsWith('lint ') === (kind === 'lints'));
  const counts = Object.entries(meanings).map(
    ([outcome, meaning]) => `${some.filter((one) => one.outcome === outcome).length} ${meaning}`,
  );
  process.stdout.write(`${some.length} ${kind}: ${counts.join(', ')}\n`);
}
process.exitCode = all.some(({ outcome }) => outcome === 'differs') ? 1 : 0;
