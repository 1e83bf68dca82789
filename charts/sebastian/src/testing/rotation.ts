import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { previousKey, rotationKey } from '@helm-charts/alga/credentials';
import { expect } from 'vitest';
import { type Appliance, bootstrap, random } from './fixture.ts';
import type { Result } from './run.ts';

export const superuser = 'DB_PASSWORD_SUPERUSER';
export const previous: string = previousKey(superuser);

const roles = {
  postgres: superuser,
  app_user: 'DB_PASSWORD_SERVER',
  app_user_pgbouncer: 'DB_PASSWORD_PGBOUNCER',
  hocuspocus_user: 'DB_PASSWORD_HOCUSPOCUS',
} as const;

type Data = Readonly<Record<string, string>>;

/** Changes keys of the Secret that is mounted in the Job; undefined removes a key. */
export const changeSecret = async (
  appliance: Appliance,
  data: Readonly<Record<string, string | undefined>>,
): Promise<void> => {
  const { PASSWORDS_DIR } = await appliance.environment();
  for (const [key, value] of Object.entries(data)) {
    const file = join(PASSWORDS_DIR, key);
    await (value === undefined ? rm(file, { force: true }) : writeFile(file, value));
  }
};

/** A rotation of all passwords, as `alga-appliance secrets rotate` writes it into the Secret. */
export interface Rotation {
  /** How many of the passwords of the superuser in the Secret Postgres accepts. */
  superuserPasswords(): Promise<number>;
  /** Runs the bootstrap, tests that each role has its new password and no other, and ends the rotation. */
  end(): Promise<Result>;
}

export const beginRotation = async (
  appliance: Appliance,
  old: Data,
): Promise<Rotation & { readonly passwords: Data }> => {
  const passwords: Data = Object.fromEntries(Object.values(roles).map((key) => [key, random()]));
  await changeSecret(appliance, {
    ...passwords,
    [rotationKey]: random(),
    [previous]: old[superuser],
  });
  const accepts = async (user: string, password = ''): Promise<boolean> => {
    try {
      await using _ = await appliance.connect({ user, password, database: 'postgres' });
      return true;
    } catch {
      return false;
    }
  };
  return {
    passwords,
    superuserPasswords: async () => {
      const both = [old[superuser], passwords[superuser]];
      const found = await Promise.all(both.map((password) => accepts('postgres', password)));
      return found.filter(Boolean).length;
    },
    end: async () => {
      const result = await bootstrap(appliance);
      expect([result.code, result.lines]).toEqual([0, result.lines]);
      for (const [user, key] of Object.entries(roles)) {
        const found = [await accepts(user, old[key]), await accepts(user, passwords[key])];
        expect([user, found]).toEqual([user, [false, true]]);
      }
      await changeSecret(appliance, { [previous]: undefined, [rotationKey]: undefined });
      return result;
    },
  };
};
