import { connect, makeCertificate } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { type Installation, install, serve } from './testing/installation.ts';

/** How many connections of the server are encrypted, and how many are not. */
const connections = async ({ postgres }: Installation, isTls: boolean) => {
  await using superuser = await connect({
    ...postgres.superuser,
    ...(isTls && { tls: { rejectUnauthorized: false } }),
  });
  return await superuser.query(`SELECT ssl, count(*) > 0 AS some FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
    WHERE usename = 'temporal' GROUP BY 1 ORDER BY 1`);
};

test('the Jobs and the server verify the certificate of Postgres if the Secret exists', async () => {
  const { authority, ...tls } = await makeCertificate('127.0.0.1');
  await using installation = await install({}, { tls, authority });
  expect(await installation.schemaJob()).toMatchObject({ code: 0 });
  expect(await installation.run('wait-for-schema')).toMatchObject({ code: 0 });
  await using server = await serve(installation);
  expect(await server.health()).toBe('SERVING');
  expect(await connections(installation, true)).toEqual([{ ssl: true, some: true }]);
});

test('a certificate of another authority is refused', async () => {
  const { authority, ...tls } = await makeCertificate('127.0.0.1');
  const { authority: other } = await makeCertificate('127.0.0.1');
  await using right = await install({}, { tls, authority });
  expect(await right.schemaJob()).toMatchObject({ code: 0 });
  await using wrong = await install({ schema: { waitSeconds: 1 } }, { tls, authority: other });
  expect(await wrong.run('lock-schema')).toMatchObject({
    code: 10,
    stdout: expect.stringContaining('certificate verify failed'),
  });
  const [rejected] = await Promise.allSettled([serve(wrong)]);
  expect(String(rejected.status === 'rejected' && rejected.reason)).toContain(
    'failed to verify certificate',
  );
});

test('without the Secret, connections are encrypted if Postgres can', async () => {
  const { authority: _, ...tls } = await makeCertificate('127.0.0.1');
  for (const options of [{ tls }, {}]) {
    await using installation = await install({}, options);
    expect(await installation.schemaJob()).toMatchObject({ code: 0 });
    await using server = await serve(installation);
    expect(await server.health()).toBe('SERVING');
    const isTls = 'tls' in options;
    expect(await connections(installation, isTls)).toEqual([{ ssl: isTls, some: true }]);
  }
});
