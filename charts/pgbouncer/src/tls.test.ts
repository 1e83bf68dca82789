import { eventually } from '@helm-charts/testing/eventually';
import { makeCertificate, orSkip } from '@helm-charts/testing/servers';
import { describe, expect, test } from 'vitest';
import { scenarios } from './scenarios.ts';
import { shared, startDatabase } from './testing/database.ts';
import { type Pool, startPool } from './testing/pool.ts';
import { render } from './testing/render.ts';

const start = async (name: string) => {
  const { authority, ...tls } = await makeCertificate(name);
  return { ...(await startDatabase({ tls })), authority };
};
// Its address is what the pooler knows it by.
const right = shared(() => start('127.0.0.1'));
const elsewhere = shared(() => start('postgres.elsewhere'));

describe.each([
  { scenario: 'external-postgres', mode: 'verify-full', isNameChecked: true },
  { scenario: 'everything', mode: 'verify-ca', isNameChecked: false },
] as const)('$mode', ({ scenario, isNameChecked }) => {
  const pod = render(scenarios[scenario]);
  const inTls = 'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()';

  test('accepts the certificate of the server', async (context) => {
    const database = await orSkip(context, right());
    await using pool = await orSkip(context, startPool(await pod, database, database.authority));
    await using connection = await pool.connect('app_user');
    expect(await connection.query(inTls)).toEqual([{ ssl: true }]);
  });

  test('rejects a certificate of another authority', async (context) => {
    const database = await orSkip(context, right());
    const { authority } = await makeCertificate('127.0.0.1');
    await using pool = await orSkip(context, startPool(await pod, database, authority));
    expect(await refusal(pool)).toMatch(/certificate verify failed/);
  });

  test(`${isNameChecked ? 'refuses' : 'accepts'} a certificate for another name`, async (context) => {
    const database = await orSkip(context, elsewhere());
    await using pool = await orSkip(context, startPool(await pod, database, database.authority));
    if (isNameChecked) {
      expect(await refusal(pool)).toMatch(/name `127.0.0.1' not present in server certificate/);
    } else {
      await using connection = await pool.connect('app_user');
      expect(await connection.query(inTls)).toEqual([{ ssl: true }]);
    }
  });
});

/** What the pooler says while its client waits in vain for a connection. */
const refusal = async ({ connect, pgbouncer }: Pool): Promise<string> => {
  const attempt = connect('app_user').then(
    () => 'let in',
    () => 'ended',
  );
  await eventually(() => pgbouncer.warnings().length > 0, true);
  const [warning = ''] = pgbouncer.warnings();
  await pgbouncer.stop();
  expect(await attempt).toBe('ended');
  return warning;
};
