import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

/**
 * What Postgres stores of a password, made here, so that the password itself reaches no log and no statistic of the server. The format is that of
 * PostgreSQL's src/common/scram-common.c, `scram_build_secret`. The password is printable ASCII.
 */
export const scramSecret = (password: string, salt: Buffer = randomBytes(16)): string => {
  const iterations = 4096;
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const key = (name: string) => createHmac('sha256', salted).update(name).digest();
  const stored = createHash('sha256').update(key('Client Key')).digest('base64');
  const server = key('Server Key').toString('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored}:${server}`;
};
