import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import {
  builtApiServer,
  defaultKubernetes,
  keptApiServer,
} from '../../engine/src/build/apiserver/sources.ts';
import { thisPlatform } from '../../engine/src/native/platform.ts';
import { isBuilt, preTasksExecution } from './api-server.ts';
import { createNodes } from './plugin.ts';

const workspaceRoot = resolve(import.meta.dirname, '../../..');

/** What the tasks of a run are told. */
const look = async () => {
  await preTasksExecution?.(undefined, {
    id: 'run',
    workspaceRoot,
    nxJsonConfiguration: {},
    argv: [],
  });
  return process.env[isBuilt];
};

test('a render is made again as soon as the program of the API server is built', async () => {
  const cache = mkdtempSync(join(tmpdir(), 'api-server-'));
  onTestFinished(() => rmSync(cache, { recursive: true }));
  onTestFinished(() => void vi.unstubAllEnvs());
  vi.stubEnv('XDG_CACHE_HOME', cache);
  vi.stubEnv(isBuilt, undefined);
  // This checkout may have built it.
  expect(await look()).toBe((await builtApiServer()) === undefined ? 'no' : 'yes');
  const program = await keptApiServer(thisPlatform, defaultKubernetes);
  mkdirSync(dirname(program), { recursive: true });
  writeFileSync(program, '');
  expect(await look()).toBe('yes');

  const nodes = await createNodes[1](['charts/pgbouncer/src/chart.ts'], undefined, {
    workspaceRoot,
    nxJsonConfiguration: {},
  });
  const { targets } = nodes[0]?.[1].projects?.['charts/pgbouncer'] ?? {};
  expect(targets?.render?.inputs).toContainEqual({ env: isBuilt });
});
