import { Failure } from '@helm-charts/types';

/** A failure for something that is missing on this machine. The message ends with the fix. */
export const missing = (what: string, message: string): Failure =>
  new Failure(3, [{ rule: 'environment', severity: 'error', input: what, message }]);

/**
 * Waits for a server. If a program is missing on this machine, the test is skipped with the reason. If `CI` is set the test fails instead,
 * since nobody reads skipped tests in CI.
 *
 * @example test('stores a row', async (context) => { await using postgres = await orSkip(context, startPostgres()); });
 */
export const orSkip = async <T>(context: SkippableTest, server: Promise<T>): Promise<T> => {
  try {
    return await server;
  } catch (error) {
    if (error instanceof Failure && error.exitCode === 3 && !process.env.CI) {
      return context.skip(error.message);
    }
    throw error;
  }
};

/** The part of vitest's test context that `orSkip` needs. */
interface SkippableTest {
  skip(reason: string): never;
}
