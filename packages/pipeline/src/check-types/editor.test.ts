import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { API } from 'typescript/unstable/async';
import { expect, onTestFinished, test } from 'vitest';

const source = `import { boolean, object, optional, refs, string } from '@helm-charts/types';
const v = refs(object('Settings.', {
  debug: boolean('Debug.', { default: false }),
  url: optional(string('URL.')),
  nested: object('Nested.', { name: string('Name.') }),
}));
export const read = [v.debug, v.url, v.nested.name];
`;

test('an editor goes from a reference to the declaration of its value', async () => {
  const root = mkdtempSync(join(tmpdir(), 'editor-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  symlinkSync(resolve(import.meta.dirname, '../../../../node_modules'), join(root, 'node_modules'));
  const config = join(root, 'tsconfig.json');
  const compilerOptions = {
    module: 'nodenext',
    target: 'es2023',
    strict: true,
    allowImportingTsExtensions: true,
    noEmit: true,
    types: [],
    customConditions: ['@helm-charts/source'],
  };
  const files = {
    'package.json': '{ "type": "module" }',
    'tsconfig.json': JSON.stringify({ compilerOptions, files: ['a.ts'] }),
    'a.ts': source,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  const api = new API({ cwd: root });
  onTestFinished(() => api.close());
  const snapshot = await api.updateSnapshot({ openProjects: [config] });
  const { checker } = snapshot.getProject(config)!;
  const positions = ['debug,', 'url,', 'name]'].map((end) => source.indexOf(end));
  const symbols = await checker.getSymbolAtPosition(join(root, 'a.ts'), positions);
  expect(symbols.map((one) => [one?.name, one?.declarations.length])).toEqual([
    ['debug', 1],
    ['url', 1],
    ['name', 1],
  ]);
});
