import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

/** The output of a separate program, without vitest's loader, for a chart with this source. */
const refusal = (source: string, packageJson: string): string => {
  const workspace = mkdtempSync(join(tmpdir(), 'import-'));
  onTestFinished(() => rmSync(workspace, { recursive: true }));
  mkdirSync(join(workspace, 'src'));
  writeFileSync(join(workspace, 'package.json'), packageJson);
  writeFileSync(join(workspace, 'src/chart.ts'), source);
  const load = JSON.stringify(join(import.meta.dirname, 'load.ts'));
  const project = JSON.stringify({ workspace, root: '' });
  const types = JSON.stringify(join(import.meta.dirname, '../../types/src/index.ts'));
  const program = `import { loadChart } from ${load};
import { printFinding } from ${types};
const { findings } = await loadChart(${project});
process.stdout.write(findings.map(printFinding).join('\\n'));`;
  const args = ['--no-warnings', '--input-type=module', '--eval', program];
  return execFileSync(process.execPath, args, { encoding: 'utf8', cwd: workspace });
};

const [esm, cjs] = ['{ "type": "module" }', '{}'];

test('reports line and column of a syntax error if esbuild compiles the file', () => {
  expect(refusal('export const chart = {\n  a: 1\n  b: 2 };\n', cjs)).toMatchInlineSnapshot(
    `"error src/chart.ts:3:3: Expected "}" but found "b". [source]"`,
  );
});

test.each([esm, cjs])('reports a missing file if package.json is %s', (packageJson) => {
  const source = "import { a } from './gone.ts';\nexport const chart = a;\n";
  expect(refusal(source, packageJson)).toBe(
    'error src/chart.ts: a source file imports src/gone.ts, which does not exist; add that file, or correct the import. [source]',
  );
});

test.each([esm, cjs])('reports a missing package if package.json is %s', (packageJson) => {
  const source = "import a from 'no-such-package';\nexport const chart = a;\n";
  expect(refusal(source, packageJson)).toBe(
    "error src/chart.ts: Cannot find package 'no-such-package' imported from src/chart.ts. [source]",
  );
});
