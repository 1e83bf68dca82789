import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEngine } from '@helm-charts/engine';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { beforeEach, expect, test } from 'vitest';
import { openFolders } from './folders.ts';

let root: string;
/** The file with the folders. */
let file: string;

const path = (name: string): string => join(root, name);

beforeEach(async () => {
  root = await workspace({
    'web/Chart.yaml': 'name: web\nversion: 1.0.0\n',
    'web/templates/a.yaml': 'a: 1\n',
    'db/Chart.yaml': 'name: db\nversion: 1.0.0\n',
    'linked/a.yaml': 'a: 1\n',
  });
  symlinkSync('a.yaml', path('linked/link'));
  file = path('cache/folders.json');
});

/** Keeps folders, as a run some seconds later than their files, with another fingerprint that says where it comes from. */
const keep = async (...names: readonly string[]): Promise<void> => {
  const folders = openFolders(file);
  for (const name of names) folders.of(path(name));
  await folders.keep();
  const text = readFileSync(file, 'utf8').replace(/"content":"[^"]+"/g, '"content":"kept"');
  writeFileSync(file, text.replace(/"at":\d+/g, `"at":${Date.now() + 10_000}`));
};

const content = (name: string): string | undefined => openFolders(file).of(path(name))?.content;

test('a folder of the last run is read again only if a file of it has changed', async () => {
  await keep('web', 'db');
  expect([content('web'), content('db')]).toEqual(['kept', 'kept']);
  writeFileSync(path('web/templates/a.yaml'), 'a: 2\n');
  writeFileSync(path('db/more.yaml'), '');
  expect([content('web'), content('db')]).not.toContain('kept');
});

test('a folder with links is read again', async () => {
  await keep('web', 'linked');
  expect(content('linked')).toMatch(/=$/);
});

test('a file that is broken or of other code is replaced', async () => {
  await keep('web');
  const text = readFileSync(file, 'utf8');
  for (const broken of ['', '{"folders":', '{}', text.replace(/"by":"./, '"by":"')]) {
    writeFileSync(file, broken);
    expect(content('web')).toMatch(/=$/);
  }
  await keep('web');
  expect(content('web')).toBe('kept');
});

test('an engine reads the folders that have changed, and this process those that it leaves', async () => {
  await keep('web');
  const engine = openEngine({ workspaceRoot: root, engine: 'native', cache: false });
  const folders = openFolders(file);
  const asked: string[] = [];
  const names = ['web', 'db', 'linked'];
  const fetched = folders.prefetch((directories) => {
    asked.push(...directories);
    return engine.read(directories);
  });
  // Two releases may have the same chart.
  for (const name of [...names, 'db']) fetched.want(path(name));
  await Promise.all(names.map((name) => fetched.settled(path(name))));
  expect(asked).toEqual([path('db'), path('linked')]);
  const all = names.map((name) => folders.of(path(name)));
  expect(all).toMatchObject([
    { content: 'kept' },
    { chart: 'name: db\nversion: 1.0.0\n', links: [] },
    { links: ['link'] },
  ]);
  const again = openFolders(undefined);
  expect(all.slice(1)).toMatchObject(
    names.slice(1).map((name) => ({ content: again.of(path(name))?.content })),
  );
});

test('a folder is read once for all who ask at the same time', async () => {
  const engine = openEngine({ workspaceRoot: root, engine: 'native', cache: false });
  const folders = openFolders(undefined);
  const asked: string[] = [];
  const read: typeof engine.read = (directories) => {
    asked.push(...directories);
    return engine.read(directories);
  };
  const callers = [['web'], ['web', 'db']].map((names) => {
    const fetched = folders.prefetch(read);
    for (const name of names) fetched.want(path(name));
    return fetched;
  });
  for (const fetched of callers) await fetched.settled(path('web'));
  await callers[1]?.settled(path('db'));
  expect(asked).toEqual([path('web'), path('db')]);
  expect(folders.of(path('web'))).toMatchObject({ chart: 'name: web\nversion: 1.0.0\n' });
});

test('an engine that cannot read folders leaves them to this process', async () => {
  const folders = openFolders(undefined);
  const { read } = openEngine({ workspaceRoot: root, engine: 'helm', cache: false });
  const fetched = folders.prefetch(read);
  fetched.want(path('web'));
  await fetched.settled(path('web'));
  expect(folders.of(path('web'))).toMatchObject({ chart: 'name: web\nversion: 1.0.0\n' });
});
