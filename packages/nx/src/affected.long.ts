import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const workspace = resolve(import.meta.dirname, '../../..');
let copy: string;

/** A copy of the workspace with a history of its own. */
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'affected-'));
  const files = run('git', ['ls-files', '--cached', '--others', '--exclude-standard'], workspace);
  for (const file of files
    .split('\n')
    .filter((name) => existsSync(join(workspace, name)) && name !== '')) {
    cpSync(join(workspace, file), join(copy, file), { recursive: true });
  }
  symlinkSync(join(workspace, 'node_modules'), join(copy, 'node_modules'));
  run('git', ['init', '--quiet', '--initial-branch=main']);
  commit('start');
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

const everything = [
  'email-service:render',
  'ha-example:render',
  'pgbouncer:render',
  'sebastian:render',
  'talos-single-node:render',
  'temporal-worker:render',
  'temporal:render',
  'workflow-worker:render',
];

test.for([
  {
    edit: 'charts/pgbouncer/src/values.ts',
    reaches: ['ha-example:render', 'pgbouncer:render', 'talos-single-node:render'],
  },
  {
    edit: 'flux-profiles/talos-single-node/src/profile.ts',
    reaches: ['ha-example:render', 'talos-single-node:render'],
  },
  { edit: 'flux-profiles/ha-example/src/profile.ts', reaches: ['ha-example:render'] },
  { edit: 'README.md', reaches: [] },
  { edit: 'charts/pgbouncer/src/pool.test.ts', reaches: [] },
  { edit: 'charts/pgbouncer/src/testing/pool.ts', reaches: [] },
  { edit: 'packages/testing/src/charts/render.ts', reaches: [] },
  { edit: 'schemas/lock.json', reaches: everything },
  { edit: 'packages/engine/src/index.ts', reaches: everything },
])('a change of $edit renders just what it reaches', ({ edit, reaches }) => {
  appendFileSync(join(copy, edit), '\n');
  commit(`edit ${edit}`);
  const graph = run('nx', [
    'affected',
    '-t',
    'render',
    '--base=HEAD~1',
    '--head=HEAD',
    '--graph=stdout',
  ]);
  const { tasks } = JSON.parse(graph) as { tasks: { tasks: Readonly<Record<string, unknown>> } };
  const renders = Object.keys(tasks.tasks).filter((task) => task.endsWith(':render'));
  expect(renders.toSorted()).toEqual(reaches);
});

const commit = (message: string): void => {
  run('git', ['add', '--all']);
  const author = ['-c', 'user.name=test', '-c', 'user.email=test@example.com'];
  run('git', [...author, 'commit', '--quiet', '--message', message]);
};

const run = (command: string, args: readonly string[], cwd: string = copy): string =>
  execFileSync(command, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    env: {
      ...process.env,
      PATH: `${join(workspace, 'node_modules/.bin')}:${process.env.PATH}`,
      NX_WORKSPACE_ROOT_PATH: copy,
    },
  });
