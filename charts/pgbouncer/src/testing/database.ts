import { randomBytes } from 'node:crypto';
import {
  connect,
  type Postgres,
  type PostgresOptions,
  startPostgres,
} from '@helm-charts/testing/servers';
import { afterAll } from 'vitest';

/** The appliance's Postgres: its database, and its roles with their passwords. */
export interface Database extends AsyncDisposable {
  readonly postgres: Postgres;
  readonly passwords: Readonly<Record<Role, string>>;
}

export type Role = 'app_user' | 'app_user_pgbouncer';

/** Whose certificate it is, is for the pooler to check. */
const anyCertificate = { rejectUnauthorized: false };

export const startDatabase = async (options?: PostgresOptions): Promise<Database> => {
  const postgres = await startPostgres(options);
  const passwords = { app_user: hostile(), app_user_pgbouncer: international() };
  await using administrator = await connect({
    ...postgres.superuser,
    ...(options?.tls && { tls: anyCertificate }),
  });
  for (const [role, password] of Object.entries(passwords)) {
    const literal = administrator.client.escapeLiteral(password);
    await administrator.query(`CREATE ROLE ${role} LOGIN PASSWORD ${literal}`);
  }
  await administrator.query('CREATE DATABASE server OWNER app_user');
  return { postgres, passwords, [Symbol.asyncDispose]: () => postgres.stop() };
};

/** A server that the first test of a file starts which asks for it, and that ends after the last. */
export const shared = <T extends AsyncDisposable>(start: () => Promise<T>): (() => Promise<T>) => {
  let started: Promise<T> | undefined;
  afterAll(async () => {
    const server = await started?.catch(() => undefined);
    await server?.[Symbol.asyncDispose]();
  });
  return () => {
    started ??= start();
    return started;
  };
};

/** The part of a password that nothing writes in another way. */
export const coreOf = (password: string): string => /[0-9a-f]{16}/.exec(password)?.[0] ?? password;

/** All that a shell, sed, printf, an ini file or a user list may take for its own, and the new line that ends most files. */
const hostile = (): string =>
  ` "${random()} it's "" $HOME \`id\` $(id) \\n \\ %s %% ; # & | = , √ 🐘 \\"\n`;

/** Letters that SCRAM writes in another way before it hashes them (RFC 4013): a ligature, a no-break space, a combining accent. */
const international = (): string => `"${random()}\\" ﬁ\u00a0e\u0301 \u00ad ü`;

const random = (): string => randomBytes(8).toString('hex');
