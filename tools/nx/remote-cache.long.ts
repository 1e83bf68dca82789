import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startNxCache } from '@helm-charts/testing/registries';
import { expect, test } from 'vitest';
import { checkout, makeWorkspace } from './workspace.ts';

const execute = promisify(execFile);

test('a second checkout takes everything from the remote cache', async () => {
  const token = randomUUID();
  await using server = await startNxCache(token);
  using first = makeWorkspace(2, 1);
  const run = async (directory: string, ...args: readonly string[]): Promise<string> => {
    const { stdout } = await execute(
      process.execPath,
      [first.nx, 'run-many', '--output-style=static', ...args],
      { cwd: directory, env: { ...process.env, NX_WORKSPACE_ROOT_PATH: directory, ...remote } },
    );
    return stdout;
  };
  const remote = {
    NX_SELF_HOSTED_REMOTE_CACHE_SERVER: `http://${server.address}`,
    NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: token,
  };
  await run(first.directory, '-t', 'generate', '--skip-nx-cache');
  using copy = checkout(first.directory);
  const second = copy.directory;

  expect(await run(first.directory, '-t', 'render')).toMatch(/Cache: +0\/6 hit/);
  const before = server.asked().length;
  expect(await run(second, '-t', 'render')).toMatch(/Cache: +6\/6 hit/);

  const asked = server.asked().slice(before);
  expect(asked.map((line) => line.split(' ')[0])).toEqual(Array(6).fill('GET'));
  const rendered = filesIn(join(first.directory, 'dist/render'));
  expect(Object.keys(rendered)).toContain('profile-0/chart-0.yaml');
  expect(filesIn(join(second, 'dist/render'))).toEqual(rendered);
});

const filesIn = (directory: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => [path.slice(directory.length + 1), readFileSync(path, 'utf8')]),
  );
