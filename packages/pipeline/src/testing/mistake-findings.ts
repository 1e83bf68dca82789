import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { printFinding } from '@helm-charts/types';
import { expect, onTestFinished } from 'vitest';
import type { filesOf } from '../generate.ts';
import { mistakes, rightChart } from './mistakes.ts';

type Generated = Awaited<ReturnType<typeof filesOf>>;

/**
 * The findings of `generate` for a chart with each of these mistakes. They come from a separate program, since Vite
 * changes the lines of sources in this one.
 */
export const findingsOf = async (
  names: readonly string[],
): Promise<Readonly<Record<string, readonly string[]>>> => {
  const root = workspace(Object.fromEntries(names.map((name) => [slug(name), chartOf(name)])));
  const module = (path: string) => JSON.stringify(join(import.meta.dirname, path));
  const program = `
    import { filesOf } from ${module('../generate.ts')};
    import { placeOf } from ${module('../place.ts')};
    import { typeFindings } from ${module('../check-types/findings.ts')};
    import { withTypes } from ${module('../check-types/with-types.ts')};
    const place = (root) => placeOf({ workspace: process.cwd(), root }).value;
    const types = await typeFindings(place(''));
    const all = process.argv.slice(1).map(async (root) => {
      const { findings } = await filesOf(place(root));
      return withTypes(findings, types.filter(({ position }) => position?.file.startsWith(root + '/')));
    });
    console.log(JSON.stringify(await Promise.all(all)));`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', program, '--', ...names.map((name) => `charts/${slug(name)}`)],
    { cwd: root, maxBuffer: 2 ** 24 },
  );
  const findings = JSON.parse(stdout) as readonly Generated['findings'][];
  return Object.fromEntries(
    names.map((name, index) => [
      name,
      (findings[index] ?? []).map((one) =>
        printFinding(one).replace(`charts/${slug(name)}/src/`, ''),
      ),
    ]),
  );
};

/** A workspace with a chart for each of these sources. Its root compiles all of them at once. */
const workspace = (charts: Readonly<Record<string, Readonly<Record<string, string>>>>): string => {
  const root = mkdtempSync(join(tmpdir(), 'mistakes-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const write = (folder: string, files: Readonly<Record<string, string>>) => {
    mkdirSync(join(root, folder), { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(root, folder, name), text);
  };
  write('', { 'package.json': '{ "type": "module" }' });
  mkdirSync(join(root, 'charts'));
  for (const [name, files] of Object.entries(charts)) write(`charts/${name}/src`, files);
  const imports = Object.keys(charts).map((name) => `import '../charts/${name}/src/chart.ts';\n`);
  write('src', { 'chart.ts': imports.join('') });
  mkdirSync(join(root, 'node_modules'));
  for (const name of ['@helm-charts', 'typescript']) {
    const installed = resolve(import.meta.dirname, '../../../../node_modules', name);
    symlinkSync(installed, join(root, 'node_modules', name));
  }
  return root;
};

const chartOf = (name: string): Readonly<Record<string, string>> => {
  const [file, from, to] = mistakes[name]!;
  expect(rightChart[file]!.split(from), `${from} in ${file}`).toHaveLength(2);
  const edited = rightChart[file]!.replace(from, () => to);
  const cycle = to === 'chart.description' ? "import { chart } from './chart.ts';\n" : '';
  return { ...rightChart, [file]: `${cycle}${edited}` };
};

const slug = (name: string): string => name.replaceAll(/\W+/g, '-').toLowerCase();
