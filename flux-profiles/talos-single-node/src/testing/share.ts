import { orSkip } from '@helm-charts/testing/servers';
import { afterAll, type TestContext } from 'vitest';
import type { Site } from './site.ts';

/**
 * Starts one site for all tests of a file, with the first of them. Each test continues where the one before it ended, since an appliance lives long;
 * after a test that fails, the others are skipped, because they would only time out.
 */
export const shareSite = <T extends Site>(
  start: () => Promise<T>,
): ((context: TestContext) => Promise<T>) => {
  let started: Promise<T> | undefined;
  let hasFailed = false;
  afterAll(async () => {
    const site = await started?.catch(() => undefined);
    await site?.[Symbol.asyncDispose]();
  });
  return (context) => {
    context.skip(hasFailed, 'a test before it has failed');
    context.onTestFailed(() => {
      hasFailed = true;
    });
    started ??= start();
    return orSkip(context, started);
  };
};
