import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { API } from 'typescript/unstable/async';
import { expect, onTestFinished, test } from 'vitest';
import { openLanguageServer } from '../testing/language-server.ts';

const source = `import { boolean, each, ifSet, list, object, optional, port, string, type ValuesOf } from '@helm-charts/types';
const values = object('Settings.', {
  debug: boolean('Debug messages.', { default: false }),
  port: port('Port the server listens on.'),
  url: optional(string('Address of the server.')),
  nested: object('Settings of the cache.', { name: string('Name of the cache.') }),
  hosts: list('Hosts of the server.', object('A host.', { path: string('Path below the host.') })),
  limits: optional(object('Limits.', { clients: port('Number of clients.') })),
});
export const read = (v: ValuesOf<typeof values>) => [
  v.debug,
  v.port,
  v.url,
  v.nested,
  v.nested.name,
  v.hosts,
  each(v.hosts, (one) => ({ a: one.path })),
  ifSet(v.limits, (limits) => limits.clients),
];
`;

/** A folder with the source and its tsconfig.json. */
const workspace = (): string => {
  const root = mkdtempSync(join(tmpdir(), 'editor-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  symlinkSync(resolve(import.meta.dirname, '../../../../node_modules'), join(root, 'node_modules'));
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
  return root;
};

/** The last character of a text in the source. */
const endOf = (text: string): number => source.indexOf(text) + text.length - 1;

test('an editor goes from a reference to the declaration of its value', async () => {
  const root = workspace();
  const config = join(root, 'tsconfig.json');
  const api = new API({ cwd: root });
  onTestFinished(() => api.close());
  const snapshot = await api.updateSnapshot({ openProjects: [config] });
  const { checker } = snapshot.getProject(config)!;
  const positions = ['  v.debug', '  v.url', '  v.nested.name'].map(endOf);
  const symbols = await checker.getSymbolAtPosition(join(root, 'a.ts'), positions);
  expect(symbols.map((one) => [one?.name, one?.declarations.length])).toEqual([
    ['debug', 1],
    ['url', 1],
    ['name', 1],
  ]);
});

test('an editor shows the description of a value under the pointer and beside its completion', async () => {
  const server = await openLanguageServer(workspace(), 'a.ts', source);
  onTestFinished(() => server.close());
  const hover = async (text: string) => {
    const shown = (await server.ask('textDocument/hover', endOf(text))) as {
      readonly contents: { readonly value: string };
    };
    return shown.contents.value;
  };
  expect(await hover('  v.port')).toContain(
    'port: Described<"Port the server listens on."> & Ref<number>',
  );
  expect(await hover('  v.debug')).toContain('"Debug messages."');
  expect(await hover('  v.url')).toContain('"Address of the server."');
  expect(await hover('  v.nested')).toContain('nested: Described<"Settings of the cache."> & ');
  expect(await hover('  v.nested.name')).toContain('"Name of the cache."');
  expect(await hover('  v.hosts')).toContain('"Hosts of the server."');
  expect(await hover('one.path')).toContain(
    'path: Described<"Path below the host."> & Ref<string>',
  );
  expect(await hover('  ifSet(v.limits')).toContain('"Limits."');
  expect(await hover('limits.clients')).toContain('"Number of clients."');

  const offered = (await server.ask('textDocument/completion', endOf('  v.p'))) as {
    readonly items: readonly { readonly label: string }[];
  };
  const port = offered.items.find(({ label }) => label === 'port')!;
  expect(await server.request('completionItem/resolve', port)).toMatchObject({
    detail: expect.stringContaining('"Port the server listens on."'),
  });
});
