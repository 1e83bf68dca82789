import { BootstrapFailure, exitCodes, textOf } from './failure.ts';
import { lockLost, takeLock } from './lock.ts';
import { report } from './report.ts';
import { run } from './run.ts';
import { readSettings } from './settings.ts';
import { waitForPostgres } from './wait.ts';

/** Ends the program at once: nothing that is still at work may go on. */
const end = (code: number, message: string): never => {
  for (const line of message.split('\n')) process.stderr.write(`bootstrap: ${line}\n`);
  process.exit(code);
};

const bootstrap = async (): Promise<void> => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () =>
      end(exitCodes.terminated, `ended by ${signal}; the next run goes on from here`),
    );
  }
  const settings = await waitForPostgres(() => readSettings(process.env));
  const lock = await takeLock(settings);
  const lost = lock.lost.then(() => end(exitCodes.locked, lockLost));
  try {
    await Promise.race([run(settings).then((result) => report(settings, result)), lost]);
  } catch (error) {
    // Where Postgres has gone away everything fails, and the lock is lost with it.
    await lock.check().catch(() => end(exitCodes.locked, lockLost));
    throw error;
  }
};

bootstrap().then(
  // The seeds may leave connections open, on which Node would wait.
  () => process.exit(0),
  (error: unknown) => {
    if (error instanceof BootstrapFailure) end(error.code, error.message);
    else end(exitCodes.roles, textOf(error));
  },
);
