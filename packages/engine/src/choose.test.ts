import { Failure } from '@helm-charts/types';
import { afterEach, expect, test, vi } from 'vitest';
import { openEngine } from './engine.ts';
import { good, releasesOf } from './testing/hostile.ts';

afterEach(() => {
  vi.unstubAllEnvs();
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
    `"error HELM_CHARTS_ENGINE: there is no engine "rust"; use helm, native, wasm. [environment]"`,
  );
});
