import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const files = {
  'src/chart.ts': `import { name, Level } from './parts/name.ts';

export const chart: { readonly name: string; readonly level: number } = { name, level: Level.high };
`,
  'src/parts/name.ts': `export const name = 'web' as const;
export const Level = { high: 3 } satisfies Record<string, number>;
`,
};

/** The import of src/chart.ts in a folder with these files, by a separate program without vitest's loader. */
const importIn = (more: Readonly<Record<string, string>>, options: readonly string[] = []) => {
  const folder = mkdtempSync(join(tmpdir(), 'typescript-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries({ ...files, ...more })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const program = `import { importTypeScript } from ${JSON.stringify(join(import.meta.dirname, 'typescript.ts'))};
const { chart } = await importTypeScript(${JSON.stringify(join(folder, 'src/chart.ts'))}).catch(({ message, stack }) => ({ chart: { message, stack } }));
process.stdout.write(JSON.stringify(chart));`;
  const args = ['--no-warnings', ...options, '--input-type=module', '--eval', program];
  return JSON.parse(
    execFileSync(process.execPath, args, { encoding: 'utf8', cwd: folder }),
  ) as unknown;
};

const chart = { name: 'web', level: 3 };

test.each([
  ['an ECMAScript module', { 'package.json': '{ "type": "module" }' }],
  ['CommonJS', { 'package.json': '{ "type": "commonjs" }' }],
  ['nothing', { 'package.json': '{}' }],
  [
    'nothing, below one that says ECMAScript module',
    { 'src/package.json': '{}', 'package.json': '{ "type": "module" }' },
  ],
])('imports TypeScript with relative .ts imports if package.json has %s', (_, more) => {
  expect(importIn(more)).toEqual(chart);
});

test('imports TypeScript that Node does not support, such as an enum, with esbuild', () => {
  const name = `export const name = 'web';\nexport enum Level { low, high = 3 }\n`;
  expect(importIn({ 'package.json': '{}', 'src/parts/name.ts': name })).toEqual(chart);
});

test('reports the line of the original file if esbuild compiles it', () => {
  const name = `interface Long {\n  a: string;\n}\n\nexport const name = (undefined as unknown as Long).a;\nexport const Level = { high: 3 };\n`;
  expect(importIn({ 'package.json': '{}', 'src/parts/name.ts': name })).toMatchObject({
    stack: expect.stringContaining('parts/name.ts:5:'),
  });
});
