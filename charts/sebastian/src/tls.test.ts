import { chmod, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { postgresCertificate } from '@helm-charts/alga';
import { connect, makeCertificate, orSkip, writePrivate } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { containersOf, podsOf, render } from './testing/render.ts';
import { accepts, initialize, makeVolume, type Volume } from './testing/volume.ts';

const optional = {
  postgres: { inChart: { tlsSecret: postgresCertificate } },
  database: { tls: { required: false } },
};
const mountPath = '/run/secrets/postgres-tls';

/** The volume with the certificate in the pod of Postgres. */
const volumeOf = async (values: object) => {
  const pod = podsOf(await render(values)).find(({ id }) => id === 'StatefulSet db')!;
  const mounts = containersOf(pod).flatMap(({ volumeMounts = [] }) => volumeMounts);
  expect(mounts.some((mount) => mount.mountPath === mountPath)).toBe(
    pod.spec.volumes?.some(({ name }) => name === 'tls'),
  );
  return pod.spec.volumes?.find(({ name }) => name === 'tls')?.secret;
};

/** The pod of Postgres on a new data directory, with some keys of the Secret. */
const startVolume = async (data?: Readonly<Record<string, string>>): Promise<Volume> => {
  const secrets = data ? { [postgresCertificate]: data } : {};
  const volume = await makeVolume(undefined, { values: optional, secrets });
  expect((await initialize(volume)).code).toBe(0);
  // On a node the file belongs to root, and Postgres may read it as a member of the group.
  if (data?.['tls.key']) await chmod(volume.path(`${mountPath}/tls.key`), 0o400);
  return volume;
};

const isEncrypted = async (
  { password }: Volume,
  port: number,
  authority?: string,
): Promise<unknown> => {
  const login = { host: '127.0.0.1', user: 'postgres', database: 'postgres' } as const;
  const tls = authority === undefined ? {} : { tls: { ca: authority, servername: 'db' } };
  await using connection = await connect({ ...login, password, port, ...tls });
  const [row] = await connection.query('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()');
  return row?.ssl;
};

test('with an issuer, a Certificate of cert-manager is for the host of the address and the Secret that nginx reads', async () => {
  const issuer = { name: 'letsencrypt', kind: 'ClusterIssuer' };
  const withIssuer = (scheme: string) =>
    render({
      global: { address: { scheme, host: 'psa.example.com' } },
      tls: { enabled: true, existingSecret: 'psa-tls', issuer },
    });
  const manifests = await withIssuer('https');
  const certificate = manifests.find(({ kind }) => kind === 'Certificate');
  expect(certificate).toMatchObject({
    apiVersion: 'cert-manager.io/v1',
    metadata: { namespace: 'msp' },
    spec: { secretName: 'psa-tls', dnsNames: ['psa.example.com'], issuerRef: issuer },
  });
  const volumes = podsOf(manifests).flatMap(({ spec }) => spec.volumes ?? []);
  expect(volumes.find(({ name }) => name === 'certificate')?.secret?.secretName).toBe('psa-tls');
  for (const without of [await withIssuer('http'), await render({ tls: { enabled: true } })])
    expect(without.filter(({ kind }) => kind === 'Certificate')).toEqual([]);
});

test('the Secret is required unless the values say otherwise', async () => {
  expect(await volumeOf({})).toBeUndefined();
  const required = await volumeOf({ postgres: optional.postgres });
  expect(required).toMatchObject({ secretName: postgresCertificate, defaultMode: 0o440 });
  expect(required).not.toHaveProperty('optional');
  expect(await volumeOf(optional)).toMatchObject({ optional: true });
});

test('with the Secret, Postgres serves its certificate, and clients without TLS connect as before', async (context) => {
  const { authority, certificate, key } = await orSkip(context, makeCertificate('db'));
  const data = { 'tls.crt': certificate, 'tls.key': key };
  await using volume = await orSkip(context, startVolume(data));
  await using postgres = await volume.serve(accepts);
  expect(await isEncrypted(volume, postgres.port, authority)).toBe(true);
  expect(await isEncrypted(volume, postgres.port)).toBe(false);
  const { authority: other } = await makeCertificate('db');
  await expect(isEncrypted(volume, postgres.port, other)).rejects.toThrow('certificate');
});

test('without the Secret, Postgres starts without TLS and says so', async (context) => {
  await using volume = await orSkip(context, startVolume());
  await using postgres = await volume.serve(accepts);
  expect(postgres.log().join('\n')).toContain('connections are not encrypted');
  expect(await isEncrypted(volume, postgres.port)).toBe(false);
  await expect(isEncrypted(volume, postgres.port, 'any')).rejects.toThrow('does not support SSL');
});

test('a Secret that Postgres cannot use is named before Postgres starts', async (context) => {
  const { certificate, key } = await orSkip(context, makeCertificate('db'));
  const { key: otherKey } = await makeCertificate('db');
  await using volume = await orSkip(
    context,
    startVolume({ 'tls.crt': certificate, 'tls.key': key }),
  );
  const file = (name: string) => join(volume.path(mountPath), name);
  const refusal = () => volume.serve(/has only one|does not belong|is not a certificate/);

  await rm(file('tls.key'));
  expect((await refusal()).log().join('\n')).toMatch(/of tls.crt and tls.key, .* has only one/);
  await writePrivate(file('tls.key'), otherKey);
  expect((await refusal()).log().join('\n')).toMatch(
    /tls.crt does not belong to the private key .*tls.key: run "alga-appliance deploy"/,
  );
  await writePrivate(file('tls.crt'), 'a certificate');
  expect((await refusal()).log().join('\n')).toMatch(/tls.crt is not a certificate in PEM/);
});
