import { Failure } from '@helm-charts/types';

/** A failure for something that this machine lacks; the message ends with what fixes it. */
export const missing = (what: string, message: string): Failure =>
  new Failure(3, [{ rule: 'environment', severity: 'error', input: what, message }]);

/**
 * Waits for a server; where this machine cannot have it, the test is reported as skipped with the reason.
 * With `CI` set the failure stands, since nobody reads what CI skips.
 *
 * @example
 * test('stores a row', async (context) => {
 *   await using postgres = await orSkip(context, startPostgres());
 * });
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
