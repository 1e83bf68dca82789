import { setTimeout as sleep } from 'node:timers/promises';
import { BootstrapFailure, textOf } from './failure.ts';
import { say } from './log.ts';
import { connect, isRefused } from './postgres.ts';
import { renewPassword } from './renew.ts';
import type { Settings } from './settings.ts';

/**
 * Waits until the superuser can log in, and returns the settings with which that was possible. They are read again for each attempt: the kubelet
 * changes a mounted Secret within about a minute after somebody has repaired it.
 */
export const waitForPostgres = async (read: () => Settings): Promise<Settings> => {
  const end = Date.now() + read().waitSeconds * 1000;
  let said = '';
  for (;;) {
    const settings = read();
    const { host, port, admin, waitSeconds, retrySeconds } = settings;
    let error = await loginError(settings);
    if (error !== undefined && isRefused(error) && (await renewed(settings))) {
      error = await loginError(settings);
    }
    if (error === undefined) return settings;
    const reason = textOf(error);
    if (reason !== said) say(`waiting for Postgres at ${host}:${port}: ${reason}`);
    said = reason;
    if (Date.now() >= end) {
      throw isRefused(error)
        ? new BootstrapFailure(
            'passwordRefused',
            `Postgres at ${host}:${port} refuses ${admin.user} with the password DB_PASSWORD_SUPERUSER (${reason}): the Secret does not match ` +
              'the data. Restore the Secret that belongs to the data, or wipe the data to install again.',
          )
        : new BootstrapFailure(
            'unreachable',
            `Postgres at ${host}:${port} could not be reached in ${waitSeconds} seconds`,
          );
    }
    await sleep(retrySeconds * 1000);
  }
};

/** Postgres may be gone between the two logins: then it is waited for again. */
const renewed = (settings: Settings): Promise<boolean> =>
  renewPassword(settings).catch((error: unknown) => {
    if (error instanceof BootstrapFailure) throw error;
    say(`the password of ${settings.admin.user} is not set yet: ${textOf(error)}`);
    return false;
  });

const loginError = async (settings: Settings): Promise<unknown> => {
  try {
    await using _ = await connect(settings, 'postgres');
    return undefined;
  } catch (error) {
    if (error instanceof BootstrapFailure) throw error;
    return error;
  }
};
