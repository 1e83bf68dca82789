import { postgresAuthority } from '@helm-charts/alga';
import { makeCertificate, orSkip } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { type ApplianceOptions, bootstrap, startAppliance } from '../testing/fixture.ts';

const values = { database: { tls: { certificateAuthority: postgresAuthority, required: false } } };

/** Runs the bootstrap and wait-for-bootstrap against a Postgres, and returns their exit codes and the last lines. */
const run = async (options: ApplianceOptions) => {
  await using appliance = await startAppliance({ values, ...options });
  const environment = { BOOTSTRAP_WAIT_TIMEOUT_SECONDS: '1' };
  const job = await bootstrap(appliance, { environment });
  const wait = await (await appliance.waitForBootstrap(environment)).ended;
  return { codes: [job.code, wait.code], lines: [...job.lines, ...wait.lines].join('\n') };
};

test.concurrent('every connection of the bootstrap and of wait-for-bootstrap is encrypted and verified', async (context) => {
  // This Postgres rejects connections without TLS.
  const { authority, ...tls } = await orSkip(context, makeCertificate('127.0.0.1'));
  const { codes, lines } = await orSkip(context, run({ tls, authority }));
  expect(codes, lines).toEqual([0, 0]);
});

test.concurrent.for([
  { what: 'another authority', signed: '127.0.0.1', isOther: true, why: /certificate/ },
  { what: 'another host', signed: 'postgres.elsewhere', isOther: false, why: /altnames/ },
])('a certificate of $what is refused', async ({ signed, isOther, why }, context) => {
  const { authority, ...tls } = await orSkip(context, makeCertificate(signed));
  const trusted = isOther ? (await makeCertificate(signed)).authority : authority;
  const { codes, lines } = await orSkip(context, run({ tls, authority: trusted }));
  expect(codes).toEqual([10, 10]);
  expect(lines).toMatch(why);
});

test.concurrent('a Postgres without TLS is refused where the CA certificate is there', async (context) => {
  const { authority } = await orSkip(context, makeCertificate('127.0.0.1'));
  const { codes, lines } = await orSkip(context, run({ authority }));
  expect(codes).toEqual([10, 10]);
  expect(lines).toMatch(/server does not support SSL/);
});

test.concurrent('without the Secret, connections are as before', async (context) => {
  const { codes, lines } = await orSkip(context, run({}));
  expect(codes, lines).toEqual([0, 0]);
});

test.concurrent('a CA certificate that is not one is named', async (context) => {
  const { codes, lines } = await orSkip(context, run({ authority: 'certificate' }));
  expect(codes[0]).toBe(64);
  expect(lines).toContain('/ca.crt is not a certificate in PEM: see the Secret');
});
