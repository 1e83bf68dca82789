import { setImmediate } from 'node:timers/promises';
import { Failure } from '@helm-charts/types';
import { afterEach, expect, test, vi } from 'vitest';
import { openEngine } from './engine.ts';
import { good, releasesOf } from './testing/hostile.ts';
import { childrenOf, eventually } from './testing/processes.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

test('the native program starts before the first request, unless there are cached results', async () => {
  const { workspaceRoot } = await releasesOf({ good });
  const engine = openEngine({ workspaceRoot, engine: 'native' });
  await engine.cached(['one'], async () => 1);
  engine.start();
  await setImmediate();
  expect(childrenOf(process.pid, 'helm-charts-engine')).toEqual([]);
  openEngine({ workspaceRoot, engine: 'native', cache: `${workspaceRoot}/cache` }).start();
  await eventually(() => childrenOf(process.pid, 'helm-charts-engine')[0]);
});

test('an engine that does not exist is wrong usage', async () => {
  vi.stubEnv('HELM_CHARTS_ENGINE', 'rust');
  const { workspaceRoot, releases } = await releasesOf({ good });
  const failure = await openEngine({ workspaceRoot })
    .render(releases)
    .catch((error: unknown) => error);
  if (!(failure instanceof Failure)) throw new Error('it should have failed', { cause: failure });
  expect(failure.exitCode).toBe(2);
  expect(failure.message).toMatchInlineSnapshot(
    `"error HELM_CHARTS_ENGINE: there is no engine "rust"; use helm or native. [environment]"`,
  );
});
