import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeCertificate } from '@helm-charts/testing/servers';
import type { Manifest } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { day, daysAfter } from '../certificate/check.ts';
import { issueAuthority, issueCertificate, type KeyPair } from '../certificate/issue.ts';
import { forPods } from '../certificate/purpose.ts';
import { type Appliance, startAppliance } from '../testing/appliance.ts';

const hosts = ['db', 'db.apps'];
const now = new Date();

const start = async (objects: readonly Manifest[] = []): Promise<Appliance> => {
  const appliance = await startAppliance({ hasCertificate: true, objects });
  await bootstrap(appliance);
  return appliance;
};

const bootstrap = ({ run, folder }: Appliance) =>
  run([
    ...['bootstrap', '--url', 'https://git.site/a.git'],
    ...['--flux-manifest', join(folder, 'flux.yaml')],
  ]);

const secret = ({ server }: Appliance, key: string, name = 'db-tls'): string => {
  const data = server.objects.get(`Secret apps/${name}`)?.data as Readonly<Record<string, string>>;
  return Buffer.from(data?.[key] ?? '', 'base64').toString();
};

/** Replaces the content of the Secret; a key without text is not there. */
const put = ({ server }: Appliance, data: Readonly<Record<string, string | undefined>>) => {
  const { data: _, ...live } = server.objects.get('Secret apps/db-tls')!;
  const entries = Object.entries(data).flatMap(([key, text]) =>
    text === undefined ? [] : [[key, btoa(text)]],
  );
  server.put({ ...live, data: Object.fromEntries(entries) });
};

const dataOf = ({ certificate, key }: KeyPair, authority: string) => ({
  'tls.crt': certificate,
  'tls.key': key,
  'ca.crt': authority,
});

/** The authority that bootstrap has made. */
const authorityOf = (appliance: Appliance): KeyPair => ({
  certificate: secret(appliance, 'tls.crt', 'db-tls-authority'),
  key: secret(appliance, 'tls.key', 'db-tls-authority'),
});

const issued = (appliance: Appliance, at = now, names = hosts) =>
  issueCertificate(forPods(names), authorityOf(appliance), at);

const check = (appliance: Appliance): void => {
  const certificate = new X509Certificate(secret(appliance, 'tls.crt'));
  for (const host of hosts) expect(certificate.checkHost(host)).toBe(host);
  expect(certificate.verify(new X509Certificate(secret(appliance, 'ca.crt')).publicKey)).toBe(true);
  expect(certificate.checkHost('web')).toBeUndefined();
};

/** What `status` says of the Secret. */
const line = async ({ run }: Appliance): Promise<string> => {
  const { output } = await run(['status']);
  const text = output.split('\n').find((one) => one.startsWith('Secret apps/db-tls ')) ?? '';
  return text.replace('Secret apps/db-tls', '').trim().replaceAll(/ +/g, ' ');
};

test('bootstrap makes a certificate with an authority of its own, once', async () => {
  await using appliance = await start();
  check(appliance);
  expect(await line(appliance)).toBe(`ready valid until ${day(daysAfter(now, 3650))}`);
  const before = appliance.server.versions();
  expect((await bootstrap(appliance)).said).toContain('done, nothing to do');
  expect((await appliance.run(['deploy'])).said).not.toContain('db-tls');
  expect(appliance.server.versions()).toMatchObject({
    'Secret apps/db-tls': before['Secret apps/db-tls'],
  });
});

test('an appliance that was upgraded without the Secret says so, and deploy makes it', async () => {
  await using appliance = await start();
  appliance.server.remove('Secret apps/db-tls');
  expect(await line(appliance)).toBe(
    'missing it does not exist, so connections to db are not encrypted; run "alga-appliance deploy"',
  );
  const { said, exitCode } = await appliance.run(['deploy']);
  expect(exitCode).toBe(0);
  expect(said).toContain('created Secret apps/db-tls\n');
  expect(said).not.toContain('db-tls-authority');
  check(appliance);
});

const other = issueAuthority(forPods(hosts), now);

test.for<[string, (appliance: Appliance) => Record<string, string | undefined>, string]>([
  [
    'half there',
    (a) => ({ ...dataOf(issued(a), authorityOf(a).certificate), 'tls.key': undefined }),
    'it has no tls.key',
  ],
  [
    'without its authority',
    (a) => ({ ...dataOf(issued(a), ''), 'ca.crt': undefined }),
    'it has no ca.crt',
  ],
  ['empty', () => ({}), 'it has no tls.crt and no tls.key and no ca.crt'],
  [
    'no PEM',
    () => ({ 'tls.crt': 'a', 'tls.key': 'b', 'ca.crt': 'c' }),
    'tls.crt is not a certificate in PEM',
  ],
  [
    'with another key',
    (a) => ({ ...dataOf(issued(a), authorityOf(a).certificate), 'tls.key': issued(a).key }),
    'the certificate does not belong to the key',
  ],
  [
    'with another authority',
    (a) => dataOf(issued(a), other.certificate),
    'ca.crt did not sign the certificate',
  ],
  [
    'for another host',
    (a) => dataOf(issued(a, now, ['db']), authorityOf(a).certificate),
    'the certificate is for db, not for db.apps',
  ],
  [
    'expired',
    (a) => dataOf(issued(a, daysAfter(now, -3651)), authorityOf(a).certificate),
    `the certificate expired on ${day(daysAfter(now, -1))}`,
  ],
  [
    'about to expire',
    (a) => dataOf(issued(a, daysAfter(now, -3400)), authorityOf(a).certificate),
    `the certificate expires on ${day(daysAfter(now, 250))}`,
  ],
])('a Secret that is %s is named by status, and deploy replaces it', async ([, data, problem]) => {
  await using appliance = await start();
  const authority = secret(appliance, 'ca.crt');
  put(appliance, data(appliance));
  expect(await line(appliance)).toBe(`failed ${problem}; run "alga-appliance deploy"`);
  expect((await appliance.run(['deploy'])).exitCode).toBe(0);
  check(appliance);
  // Clients that run have read it.
  expect(secret(appliance, 'ca.crt')).toBe(authority);
  expect(await line(appliance)).toMatch(/^ready /);
});

test('an authority that is damaged is replaced together with its certificate', async () => {
  await using appliance = await start();
  const authority = secret(appliance, 'ca.crt');
  appliance.server.remove('Secret apps/db-tls-authority');
  expect((await appliance.run(['deploy'])).said).not.toContain('db-tls');
  appliance.server.remove('Secret apps/db-tls');
  expect((await appliance.run(['deploy'])).exitCode).toBe(0);
  check(appliance);
  expect(secret(appliance, 'ca.crt')).not.toBe(authority);
});

test('a certificate of somebody else is kept, and refused where it is not good', async () => {
  await using appliance = await start();
  const { authority, ...pair } = await makeCertificate('db', 'db.apps');
  put(appliance, dataOf(pair, authority));
  expect((await appliance.run(['deploy'])).exitCode).toBe(0);
  expect(secret(appliance, 'tls.crt')).toBe(pair.certificate);

  const { authority: wrong } = await makeCertificate('db');
  put(appliance, { ...dataOf(pair, wrong), 'tls.key': (await makeCertificate('db')).key });
  const before = appliance.server.versions();
  const { exitCode, said } = await appliance.run(['deploy']);
  expect(exitCode).toBe(2);
  const fix = 'correct it, or delete it to have one made. [certificate]';
  expect(said).toContain(`Secret apps/db-tls: the certificate does not belong to the key; ${fix}`);
  expect(said).toContain(`Secret apps/db-tls: ca.crt did not sign the certificate; ${fix}`);
  expect(appliance.server.versions()).toEqual(before);
  expect(await line(appliance)).toBe(
    'failed the certificate does not belong to the key; correct it, or delete it and run "alga-appliance deploy"',
  );
});

const pod = (name: string, key: string, isOfJob = false): Manifest => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name,
    namespace: 'apps',
    ...(isOfJob && { ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name, uid: '1' }] }),
  },
  spec: {
    volumes: [{ name: 'tls', secret: { secretName: 'db-tls', items: [{ key, path: key }] } }],
    initContainers: [{ name: 'wait', volumeMounts: [{ name: 'tls' }] }],
    containers: [
      { name: 'main', volumeMounts: name === 'web' ? [] : [{ name: 'tls', mountPath: '/tls' }] },
    ],
  },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
});

test('pods that started without the certificate restart, the server first', async () => {
  const pods = [
    pod('pool', 'ca.crt'),
    pod('db-0', 'tls.key'),
    pod('web', 'ca.crt'),
    pod('job', 'ca.crt', true),
  ];
  await using appliance = await startAppliance({ hasCertificate: true, objects: pods });
  const { server } = appliance;
  // The controllers.
  server.onChange(({ type, object }) => {
    const old = pods.find(({ metadata }) => metadata.name === object.metadata.name);
    if (old === undefined || type !== 'DELETED') return;
    expect(server.requests()).toContainEqual({ verb: 'delete', what: 'Pod apps/db-0' });
    setTimeout(() => server.put(old), 100);
  });
  await sleep(1100);
  const { said, exitCode } = await bootstrap(appliance);
  expect(exitCode).toBe(0);
  expect(said.match(/^deleted Pod .*$/gm)).toEqual([
    'deleted Pod apps/db-0 (restarted)',
    'deleted Pod apps/pool (restarted)',
  ]);
  expect((await appliance.run(['deploy'])).said).not.toContain('deleted Pod');
});

test('wipe deletes the certificate with its authority', async () => {
  await using appliance = await start();
  const { exitCode } = await appliance.run(['wipe', '--yes', '--profile', 'site']);
  expect(exitCode).toBe(0);
  expect([...appliance.server.objects.keys()].filter((id) => id.includes('db-tls'))).toEqual([]);
});
