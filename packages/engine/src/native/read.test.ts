import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { expect, test } from 'vitest';
import { openEngine } from '../engine.ts';
import { readFolder } from '../folder.ts';

test('the native engine reads a folder as this process does, except one with links', async () => {
  const workspaceRoot = await workspace({
    'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
    'web/.helmignore': '*.txt\n',
    'web/templates/b.yaml': 'b: 1\n',
    'web/templates/B.yaml': 'b: 1\n',
    'web/templates/a-b.yaml': 'x'.repeat(100_000),
    'web/templates.yaml': '',
    'web/charts/db/notes.txt': 'text',
    'plain/file': 'text',
    'linked/file': 'text',
    'written/a': '../plain/file',
  });
  await symlink('file', join(workspaceRoot, 'linked/link'));
  const directories = ['web', 'plain', 'linked', 'written', 'nothing'].map((name) =>
    join(workspaceRoot, name),
  );
  const { read } = openEngine({ workspaceRoot, engine: 'native' });
  const folders = await read(directories);
  expect(folders.slice(0, 2)).toEqual(directories.slice(0, 2).map(readFolder));
  expect(folders.slice(2)).toEqual([undefined, undefined, undefined]);
});
