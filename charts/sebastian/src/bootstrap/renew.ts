import { say } from './log.ts';
import { connect, isRefused, type Session } from './postgres.ts';
import { scramSecret } from './scram.ts';
import type { Settings } from './settings.ts';

/**
 * Gives the superuser the password of the Secret if Postgres still has the one before it, as in the middle of a rotation. Postgres changes it
 * whole or not at all, so one of the two always works. Returns whether it was changed.
 */
export const renewPassword = async (settings: Settings): Promise<boolean> => {
  await using session = await before(settings);
  if (session === undefined) return false;
  const { user, password } = settings.admin;
  say(`setting the password of ${user}, since Postgres has the one before it`);
  const secret = session.text(scramSecret(password));
  await session.query(`ALTER ROLE ${session.name(user)} PASSWORD ${secret}`);
  return true;
};

const before = async (settings: Settings): Promise<Session | undefined> => {
  const { admin, previousPassword: password } = settings;
  if (password === undefined) return undefined;
  try {
    return await connect(settings, 'postgres', { login: { user: admin.user, password } });
  } catch (error) {
    if (isRefused(error)) return undefined;
    throw error;
  }
};
