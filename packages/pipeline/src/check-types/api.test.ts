import { mkdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { expect, test } from 'vitest';
import type { Place } from '../place.ts';
import { askCompiler } from './api.ts';
import { compile, findCompiler } from './compiler.ts';
import { sourceOf, writeConfig } from './tsconfig.ts';

/** What both ways to ask the compiler say of two charts. */
const bothWays = async (files: Readonly<Record<string, string>>) => {
  const root = await workspace({ 'package.json': '{ "type": "module" }', ...files });
  mkdirSync(join(root, 'node_modules'));
  symlinkSync(
    resolve(import.meta.dirname, '../../../../node_modules/typescript'),
    join(root, 'node_modules/typescript'),
  );
  const [web, api] = ['web', 'api'].map(
    (name): Place => ({
      workspace: root,
      root: `charts/${name}`,
      directory: join(root, 'charts', name),
      name,
      kind: 'chart',
    }),
  );
  const compiler = findCompiler(root);
  if (web === undefined || api === undefined || compiler === undefined)
    throw new Error('no compiler');
  const [config, sources] = [await writeConfig(web, [api]), [web, api].map(sourceOf)];
  const answered = await askCompiler(config, root, sources);
  const said = await compile(compiler, config, root, sources);
  const imported = ({ files: { importedBy } } = said) =>
    sources.map((source) => importedBy(source).toSorted());
  return {
    errors: [answered?.compilation?.errors, said.errors],
    imported: [answered?.compilation && imported(answered.compilation), imported()],
  };
};

const chart = 'export const chart = 1;\n';

const before = { ...process.env };

test('names the same errors as tsc, in the same order', async () => {
  const { errors } = await bothWays({
    'charts/web/src/chart.ts': `import { b } from './b.ts';
const x = 'é😀'; export const a: string = b;
type List = { a: { b: string }[] };
export const chart: List = { a: [{ b: x }, {}] } as { a: { b?: string }[] };
`,
    'charts/web/src/b.ts': "export const b: number = 'a';\n",
    'charts/api/src/chart.ts': "import './none.ts';\nexport const chart: string = 1;\n",
  });
  expect(errors[0]).toEqual(errors[1]);
  expect(errors[0]).toHaveLength(5);
});

test('names the same errors of the syntax as tsc, and then no others', async () => {
  const { errors } = await bothWays({
    'charts/web/src/chart.ts': 'export const chart = ;\nconst a = [1;\n',
    'charts/api/src/chart.ts': 'export const chart: string = 1;\n',
  });
  expect(errors[0]).toEqual(errors[1]);
  expect(errors[0]).toHaveLength(2);
});

test('leaves errors without a place to tsc', async () => {
  const { errors } = await bothWays({
    'tsconfig.json': '{ "compilerOptions": { "lib": ["none"] } }',
    'charts/web/src/chart.ts': chart,
    'charts/api/src/chart.ts': chart,
  });
  expect(errors[0]).toBeUndefined();
});

test('finds the same imports as tsc', async () => {
  const { imported } = await bothWays({
    'tsconfig.json': `{ "compilerOptions": { "module": "nodenext", "types": [], "paths": { "names": ["./shared/names.ts"] } },
  "include": [] }`,
    'globals.d.ts': 'declare const site: string;\n',
    'shared/names.ts': "export const name = 'a';\n",
    'shared/types.ts': 'export interface Named { readonly name: string }\n',
    'shared/late.ts': 'export const late = 1;\n',
    'shared/other.ts': 'export interface Other { readonly name: string }\n',
    'charts/web/src/chart.ts': `/// <reference path="../../../globals.d.ts" />
import { name } from 'names';
export { type Named } from '../../../shared/types.ts';
export const chart = [name, site, import('../../../shared/late.ts')];
export const none: import('../../../shared/other.ts').Other[] = [];
`,
    'charts/api/src/chart.ts': "import '../../../shared/late.ts';\nexport const chart = 1;\n",
  });
  expect(imported[0]).toEqual(imported[1]);
  expect(imported[0]?.map((files) => files.length)).toEqual([6, 2]);
});

test('leaves the variables of this process as they were', async () => {
  await bothWays({ 'charts/web/src/chart.ts': chart, 'charts/api/src/chart.ts': chart });
  expect({ ...process.env }).toEqual(before);
});
