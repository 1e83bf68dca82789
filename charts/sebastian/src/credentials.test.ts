import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findTool } from '@helm-charts/engine';
import { all } from '@helm-charts/testing/charts';
import { type ApiServer, startApiServer } from '@helm-charts/testing/servers';
import { expect, onTestFinished, test } from 'vitest';
import { directory, render } from './testing/render.ts';

const run = promisify(execFile);

/** A cluster with the namespace of the release, and helm on it. */
const cluster = async () => {
  const msp = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'msp' } };
  const server = await startApiServer({ objects: [msp] });
  onTestFinished(() => server[Symbol.asyncDispose]());
  const { path } = await findTool('helm');
  const env = { ...process.env, KUBECONFIG: server.kubeconfig };
  const helm = async (args: readonly string[], values: object = {}): Promise<string> => {
    const running = run(path, [...args, '--namespace=msp'], { env, maxBuffer: 64 * 1024 * 1024 });
    running.child.stdin?.end(JSON.stringify({ generateSecrets: true, ...values }));
    return (await running).stdout;
  };
  const install = (values?: object) =>
    helm(['upgrade', '--install', 'alga-core', directory, '--values=-'], values);
  return { server, helm, install };
};

const secretNames = [
  'alga-core-sebastian-secrets',
  'alga-psa-shared',
  'db-credentials',
  'redis-credentials',
];

/** The data of the Secrets of the chart. */
const dataOf = ({
  objects,
}: ApiServer): Readonly<Record<string, Readonly<Record<string, string>>>> =>
  Object.fromEntries(
    secretNames.map((name) => {
      const data = objects.get(`Secret msp/${name}`)?.data as Readonly<Record<string, string>>;
      return [
        name,
        Object.fromEntries(
          Object.entries(data).map(([key, text]) => [key, Buffer.from(text, 'base64').toString()]),
        ),
      ];
    }),
  );

test('no Secret is made unless it is asked for', async () => {
  expect(all(await render({}), 'Secret')).toEqual([]);
});

test('T008, F006: what is made once never changes: not by another installation, an upgrade, or one after it was uninstalled', async () => {
  const { server, helm, install } = await cluster();
  await install();
  const first = dataOf(server);
  expect(Object.keys(first['db-credentials'] ?? {})).toEqual([
    'DB_PASSWORD_HOCUSPOCUS',
    'DB_PASSWORD_PGBOUNCER',
    'DB_PASSWORD_SERVER',
    'DB_PASSWORD_SUPERUSER',
    'DB_PASSWORD_TEMPORAL',
  ]);
  const texts = Object.values(first).flatMap((data) => Object.values(data));
  expect(texts).toHaveLength(14);
  expect(new Set(texts).size).toBe(14);
  for (const text of texts) expect(text).toMatch(/^[A-Za-z0-9]{43}$/);

  await install();
  expect(dataOf(server)).toEqual(first);
  await install({ environment: 'staging', server: { verifyEmail: false } });
  expect(dataOf(server)).toEqual(first);
  await helm(['uninstall', 'alga-core']);
  expect(dataOf(server)).toEqual(first);
  await install();
  expect(dataOf(server)).toEqual(first);
});

test('a key that is new is added, and what others have put into a Secret stays', async () => {
  const { server, install } = await cluster();
  await install();
  const first = dataOf(server);
  const secret = server.objects.get('Secret msp/redis-credentials')!;
  server.put({ ...secret, data: { ...(secret.data as object), OTHER: 'eHk=' } } as never);
  await install({ redisCredentials: { keys: { password: 'NEW_PASSWORD' } } });
  expect(dataOf(server)).toEqual({
    ...first,
    'redis-credentials': {
      ...first['redis-credentials'],
      OTHER: 'xy',
      NEW_PASSWORD: expect.stringMatching(/^[A-Za-z0-9]{43}$/),
    },
  });
});

test('no password is invented for data that are there already', async () => {
  const { server, helm, install } = await cluster();
  await install();
  await helm(['uninstall', 'alga-core']);
  expect(server.objects.has('PersistentVolumeClaim msp/alga-core-sebastian-postgres-data')).toBe(
    true,
  );
  server.remove('Secret msp/db-credentials');
  await expect(install()).rejects.toThrow(
    'The Secret db-credentials is missing, but the data that belong to it are there: restore the Secret, or delete the claim alga-core-sebastian-postgres-data to start anew.',
  );
  server.remove('PersistentVolumeClaim msp/alga-core-sebastian-postgres-data');
  await install();
});
