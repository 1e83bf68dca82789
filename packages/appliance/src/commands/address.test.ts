import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeCertificate } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { daysAfter } from '../certificate/check.ts';
import { issueAuthority, issueCertificate } from '../certificate/issue.ts';
import { forBrowsers } from '../certificate/purpose.ts';
import { type Appliance, startAppliance } from '../testing/appliance.ts';
import { certManager } from '../testing/cert-manager.ts';

const host = 'psa.example.com';
const address = ['--address', `https://${host}`];

const start = () => startAppliance({ hasAddress: true });

const bootstrap = ({ run, folder }: Appliance, ...options: readonly string[]) => {
  const flux = ['--flux-manifest', join(folder, 'flux.yaml')];
  return run(['bootstrap', '--url', 'https://git.site/a.git', ...flux, ...options]);
};

const dataOf = ({ server }: Appliance, id: string): Readonly<Record<string, string>> =>
  (server.objects.get(id)?.data ?? {}) as Readonly<Record<string, string>>;

/** A key of a Secret, decoded. */
const secret = (appliance: Appliance, name: string, key: string): string =>
  Buffer.from(dataOf(appliance, `Secret apps/${name}`)[key] ?? '', 'base64').toString();

const served = (appliance: Appliance) =>
  new X509Certificate(secret(appliance, 'web-tls', 'tls.crt'));

/** Files with a certificate and its key. */
const files = ({ folder }: Appliance, certificate: string, key: string): readonly string[] => {
  writeFileSync(join(folder, 'tls.crt'), certificate);
  writeFileSync(join(folder, 'tls.key'), key);
  return ['--tls-cert', join(folder, 'tls.crt'), '--tls-key', join(folder, 'tls.key')];
};

/** Puts a certificate into the Secret as the appliance makes it, but at another time. */
const issuedAt = (appliance: Appliance, now: Date) => {
  const authority = {
    certificate: secret(appliance, 'web-tls-authority', 'tls.crt'),
    key: secret(appliance, 'web-tls-authority', 'tls.key'),
  };
  const { certificate, key } = issueCertificate(forBrowsers(host), authority, now);
  const live = appliance.server.objects.get('Secret apps/web-tls')!;
  const data = {
    'tls.crt': btoa(certificate),
    'tls.key': btoa(key),
    'ca.crt': btoa(authority.certificate),
  };
  appliance.server.put({ ...live, data });
};

test('bootstrap writes the address once for all releases, and makes a certificate for it', async () => {
  await using appliance = await start();
  const { exitCode, said } = await bootstrap(appliance, ...address);
  expect(exitCode).toBe(0);
  expect(said.match(/^created (ConfigMap|Secret) .*$/gm)).toEqual([
    'created Secret apps/db (2 keys)',
    'created Secret apps/web (1 key)',
    'created ConfigMap releases/site-address',
    'created Secret apps/web-tls-authority',
    'created Secret apps/web-tls',
  ]);
  expect(dataOf(appliance, 'ConfigMap releases/site-address')).toEqual({
    'values.yaml': `global:\n  address:\n    scheme: https\n    host: ${host}\n    port: 443\n`,
  });
  expect(
    appliance.server.objects.get('ConfigMap releases/site-address')?.metadata.labels,
  ).toMatchObject({
    'reconcile.fluxcd.io/watch': 'Enabled',
  });
  const authority = new X509Certificate(secret(appliance, 'web-tls', 'ca.crt'));
  expect(served(appliance).verify(authority.publicKey)).toBe(true);
  expect(served(appliance).checkHost(host)).toBe(host);
  expect(said).not.toContain('PRIVATE');
});

test('a second run writes nothing', async () => {
  await using appliance = await start();
  await bootstrap(appliance, ...address);
  const before = appliance.server.versions();
  expect((await bootstrap(appliance, ...address)).said).toContain('done, nothing to do');
  expect((await bootstrap(appliance)).said).toContain('done, nothing to do');
  expect(appliance.server.versions()).toEqual(before);
});

test('without an address the certificate is for that of the profile', async () => {
  await using appliance = await start();
  expect((await bootstrap(appliance)).exitCode).toBe(0);
  expect(served(appliance).checkHost('alga.local')).toBe('alga.local');
  expect(appliance.server.objects.has('ConfigMap releases/site-address')).toBe(false);
});

test('deploy renews a certificate that is about to expire, with the same authority', async () => {
  await using appliance = await start();
  await bootstrap(appliance, ...address);
  const authority = secret(appliance, 'web-tls', 'ca.crt');
  issuedAt(appliance, daysAfter(new Date(), 420 - 820));
  const kept = served(appliance).fingerprint256;
  expect((await appliance.run(['deploy'])).said).not.toContain('web-tls');
  expect(served(appliance).fingerprint256).toBe(kept);
  issuedAt(appliance, daysAfter(new Date(), 400 - 820));
  const { exitCode, said } = await appliance.run(['deploy']);
  expect(said).toContain('changed Secret apps/web-tls\n');
  expect(exitCode).toBe(0);
  expect(secret(appliance, 'web-tls', 'ca.crt')).toBe(authority);
  expect(served(appliance).verify(new X509Certificate(authority).publicKey)).toBe(true);
});

test('deploy gives another address another certificate', async () => {
  await using appliance = await start();
  await bootstrap(appliance, ...address);
  expect((await appliance.run(['deploy', '--address', 'https://10.0.0.5:30443'])).exitCode).toBe(0);
  expect(served(appliance).checkIP('10.0.0.5')).toBe('10.0.0.5');
  expect(dataOf(appliance, 'ConfigMap releases/site-address')['values.yaml']).toContain(
    'port: 30443',
  );
});

test('an address with plain HTTP has no certificate', async () => {
  await using appliance = await start();
  expect((await bootstrap(appliance, '--address', 'http://10.0.0.5:30443')).exitCode).toBe(0);
  expect(appliance.server.objects.has('Secret apps/web-tls')).toBe(false);
});

test('a certificate from elsewhere takes the place of the own one, and stays', async () => {
  await using appliance = await start();
  await bootstrap(appliance, ...address);
  const { certificate, key } = await makeCertificate(host);
  const { exitCode } = await appliance.run(['deploy', ...files(appliance, certificate, key)]);
  expect(exitCode).toBe(0);
  expect(secret(appliance, 'web-tls', 'tls.crt')).toBe(certificate);
  expect(secret(appliance, 'web-tls', 'tls.key')).toBe(key);
  expect((await appliance.run(['deploy', ...address])).exitCode).toBe(0);
  expect(secret(appliance, 'web-tls', 'tls.crt')).toBe(certificate);
});

test('what is wrong with a certificate is said, and nothing is changed', async () => {
  await using appliance = await start();
  await bootstrap(appliance, ...address);
  const [good, other] = [await makeCertificate(host), await makeCertificate('other.example')];
  const past = new Date('2020-01-01');
  const old = issueCertificate(forBrowsers(host), issueAuthority(forBrowsers(host), past), past);
  const before = appliance.server.versions();
  const refuse = async (certificate: string, key: string, ...options: readonly string[]) => {
    const { exitCode, said } = await appliance.run([
      ...['deploy', ...files(appliance, certificate, key), ...options],
    ]);
    expect(exitCode).toBe(2);
    expect(appliance.server.versions()).toEqual(before);
    return said
      .replaceAll(appliance.folder, 'FOLDER')
      .split('\n')
      .filter((line) => line.startsWith('error '));
  };
  expect(await refuse(good.certificate, other.key)).toEqual([
    'error FOLDER/tls.crt: the certificate does not belong to the key in FOLDER/tls.key; give the key with which it was requested; the certificate of the host comes first in its file. [certificate]',
  ]);
  expect(await refuse(other.certificate, other.key)).toEqual([
    `error FOLDER/tls.crt: the certificate is for other.example, not for ${host}; get another one for ${host}. [certificate]`,
  ]);
  expect(await refuse(old.certificate, old.key)).toEqual([
    `error FOLDER/tls.crt: the certificate expired on 2022-03-31; get another one for ${host}. [certificate]`,
  ]);
  expect(await refuse('none', 'none')).toEqual([
    'error FOLDER/tls.crt: this is no certificate in PEM; convert it with "openssl x509". [certificate]',
    'error FOLDER/tls.key: this is no private key in PEM without a passphrase; convert it with "openssl pkey". [certificate]',
  ]);
  expect(await refuse(good.certificate, good.key, '--address', 'http://a.example')).toEqual([
    'error --tls-cert: an address with http has no certificate; give an https address. [usage]',
  ]);
  expect(await refuse(good.certificate, good.key, '--tls-key', '/nowhere')).toEqual([
    'error /nowhere: there is no such file; correct --tls-key. [certificate]',
  ]);
});

test('another address does not fit a certificate from elsewhere', async () => {
  await using appliance = await start();
  await bootstrap(appliance, ...address);
  const { certificate, key } = await makeCertificate(host);
  await appliance.run(['deploy', ...files(appliance, certificate, key)]);
  const before = appliance.server.versions();
  const { exitCode, said } = await appliance.run(['deploy', '--address', 'https://a.example']);
  expect(said).toContain(
    `error Secret apps/web-tls: the certificate is for ${host}, not for a.example; give another one with --tls-cert and --tls-key, or delete the Secret to have one made. [certificate]`,
  );
  expect(exitCode).toBe(2);
  expect(appliance.server.versions()).toEqual(before);
});

test('a certificate of cert-manager is left to it', async () => {
  await using appliance = await start();
  await bootstrap(appliance, ...address);
  const { certificate, key } = await makeCertificate('old.example');
  const live = appliance.server.objects.get('Secret apps/web-tls')!;
  const annotations = { 'cert-manager.io/certificate-name': 'web-tls' };
  const data = { 'tls.crt': btoa(certificate), 'tls.key': btoa(key) };
  appliance.server.put({ ...live, metadata: { ...live.metadata, annotations }, data });
  expect((await appliance.run(['deploy', ...address])).exitCode).toBe(0);
  expect(secret(appliance, 'web-tls', 'tls.crt')).toBe(certificate);
});

test('where a Certificate of cert-manager writes the Secret, no certificate is made, and none from files is taken', async () => {
  await using appliance = await start();
  for (const object of certManager({ status: 'False', message: '' })) appliance.server.put(object);
  expect((await bootstrap(appliance, ...address)).exitCode).toBe(0);
  expect(appliance.server.objects.has('Secret apps/web-tls')).toBe(false);
  expect(appliance.server.objects.has('ConfigMap releases/site-address')).toBe(true);
  const { certificate, key } = await makeCertificate(host);
  const { exitCode, said } = await appliance.run(['deploy', ...files(appliance, certificate, key)]);
  expect(exitCode).toBe(2);
  expect(said).toContain(
    'cert-manager writes the Secret web-tls, as the Certificate web says; deploy without tls.issuer in the values first',
  );
});

test('a certificate that somebody else makes at the same time is kept', async () => {
  await using appliance = await start();
  const { server } = appliance;
  const { certificate, key } = await makeCertificate('alga.local');
  const end = server.onRequest(({ verb, what }) => {
    if (verb !== 'create' || what !== 'Secret apps' || !server.objects.has('Secret apps/web'))
      return;
    end();
    server.put({
      ...{ apiVersion: 'v1', kind: 'Secret', type: 'kubernetes.io/tls' },
      metadata: { name: 'web-tls', namespace: 'apps' },
      data: { 'tls.crt': btoa(certificate), 'tls.key': btoa(key) },
    });
  });
  const { exitCode, said } = await bootstrap(appliance);
  expect(said).toContain('kept Secret apps/web-tls, which another client has changed\n');
  expect(exitCode).toBe(0);
  expect(secret(appliance, 'web-tls', 'tls.crt')).toBe(certificate);
});

test('an address that somebody has broken by hand is said, and written again', async () => {
  await using appliance = await start();
  await bootstrap(appliance, ...address);
  const map = appliance.server.objects.get('ConfigMap releases/site-address')!;
  appliance.server.put({ ...map, data: { 'values.yaml': 'global: [' } });
  const { exitCode, said } = await appliance.run(['status']);
  expect(said).toContain(
    'error ConfigMap releases/site-address: its values.yaml is no YAML; write it again with "alga-appliance deploy --address URL". [address]',
  );
  expect(exitCode).toBe(2);
});

test('a dry run says what it would write', async () => {
  await using appliance = await start();
  await bootstrap(appliance);
  const before = appliance.server.versions();
  const { exitCode, said } = await appliance.run(['deploy', ...address, '--dry-run']);
  expect(said).toContain('would create ConfigMap releases/site-address\n');
  expect(said).toContain('would change Secret apps/web-tls\n');
  expect(exitCode).toBe(0);
  expect(appliance.server.versions()).toEqual(before);
});
