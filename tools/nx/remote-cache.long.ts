import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startNxCache } from '@helm-charts/testing/registries';
import { expect, onTestFinished, test } from 'vitest';
import { makeWorkspace } from './workspace.ts';

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
  const second = checkout(first.directory);

  expect(await run(first.directory, '-t', 'render')).toMatch(/Cache: +0\/6 hit/);
  const before = server.asked().length;
  expect(await run(second, '-t', 'render')).toMatch(/Cache: +6\/6 hit/);

  const asked = server.asked().slice(before);
  expect(asked.map((line) => line.split(' ')[0])).toEqual(Array(6).fill('GET'));
  const rendered = filesIn(join(first.directory, 'dist/render'));
  expect(Object.keys(rendered)).toContain('profile-0/chart-0.yaml');
  expect(filesIn(join(second, 'dist/render'))).toEqual(rendered);
});

/** A copy in another folder, without caches and without what was rendered. */
const checkout = (directory: string): string => {
  const copy = mkdtempSync(join(tmpdir(), 'checkout-'));
  onTestFinished(() => rmSync(copy, { recursive: true }));
  cpSync(directory, copy, { recursive: true, verbatimSymlinks: true });
  for (const name of ['.nx', 'dist', 'node_modules/.cache'])
    rmSync(join(copy, name), { recursive: true, force: true });
  return copy;
};

const filesIn = (directory: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => [path.slice(directory.length + 1), readFileSync(path, 'utf8')]),
  );
