import { setTimeout as sleep } from 'node:timers/promises';
import { BootstrapFailure } from './failure.ts';
import { say } from './log.ts';
import { applicationName, connect } from './postgres.ts';
import type { Settings } from './settings.ts';

/** The lock of all bootstraps of one Postgres. It is held as long as its connection lives. */
export interface Lock {
  /** Fulfilled when the connection was lost: another bootstrap may work from then on. */
  readonly lost: Promise<void>;
  /** Throws if the connection is gone. */
  check(): Promise<void>;
}

export const lockLost = 'the connection that holds the lock was lost: did Postgres restart?';

/**
 * Takes the lock. It is an advisory lock in the database `postgres`, since such a lock is known in its database only and the others may not exist
 * yet. `wait-for-bootstrap.sh` knows its number, too.
 */
export const takeLock = async (settings: Settings): Promise<Lock> => {
  const session = await connect(settings, 'postgres', { application: `${applicationName} lock` });
  const lost = new Promise<void>((resolve) => session.onLost(resolve));
  const end = Date.now() + settings.lockSeconds * 1000;
  let said = false;
  for (;;) {
    const [row] = await session.query<{ taken: boolean }>(
      'SELECT pg_try_advisory_lock($1) AS taken',
      [lockNumber],
    );
    if (row?.taken) return { lost, check: async () => void (await session.query('SELECT 1')) };
    if (!said) say('waiting for another bootstrap to end');
    said = true;
    if (Date.now() >= end) {
      throw new BootstrapFailure(
        'locked',
        `another bootstrap has held the lock for more than ${settings.lockSeconds} seconds`,
      );
    }
    await sleep(settings.retrySeconds * 1000);
  }
};

const lockNumber = 7205759403;
