import { findTool } from '@helm-charts/engine';
import { type Cluster, startCluster } from '@helm-charts/testing/cluster';
import { runCommand } from '@helm-charts/testing/servers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { directory } from './testing/render.ts';

let cluster: Cluster;

beforeAll(async () => {
  cluster = await startCluster({ flux: false });
});
afterAll(async () => {
  await cluster?.[Symbol.asyncDispose]();
});

type Values = Readonly<Record<string, unknown>>;

/** A namespace of its own for the release, and helm in it. */
const installation = async (namespace: string) => {
  const within = `--namespace=${namespace}`;
  await cluster.kubectl(['create', 'namespace', namespace]);
  const { path } = await findTool('helm');
  const environment = {
    PATH: process.env.PATH ?? '',
    HOME: '/nonexistent',
    KUBECONFIG: cluster.kubeconfig,
  };
  const helm = async (args: readonly string[], values: Values = {}): Promise<void> => {
    const input = JSON.stringify({ generateSecrets: true, ...values });
    const { code, stderr } = await runCommand(path, [...args, within], { environment, input });
    if (code !== 0) throw new Error(stderr);
  };
  const data = async (name: string): Promise<Readonly<Record<string, string>>> => {
    // A Secret's data are texts in Base64.
    const { data } = await cluster.get(`secret/${name}`, namespace);
    const entries = Object.entries(data as Readonly<Record<string, string>>);
    return Object.fromEntries(entries.map(([key, text]) => [key, atob(text)]));
  };
  return {
    install: (values?: Values) =>
      helm(['upgrade', '--install', 'alga-core', directory, '--values=-'], values),
    uninstall: () => helm(['uninstall', 'alga-core']),
    kubectl: (...args: readonly string[]) => cluster.kubectl([...args, within]),
    /** The data of the Secrets of the chart. */
    secrets: async () =>
      Object.fromEntries(
        await Promise.all(secretNames.map(async (name) => [name, await data(name)] as const)),
      ),
  };
};

const secretNames = [
  'alga-core-sebastian-secrets',
  'alga-psa-shared',
  'db-credentials',
  'redis-credentials',
];

test('T008, F006: created Secrets never change: not by another installation, an upgrade, or an installation after an uninstall', async () => {
  const { install, uninstall, secrets } = await installation('kept');
  await install();
  const first = await secrets();
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
  expect(await secrets()).toEqual(first);
  await install({ environment: 'staging', server: { verifyEmail: false } });
  expect(await secrets()).toEqual(first);
  await uninstall();
  expect(await secrets()).toEqual(first);
  await install();
  expect(await secrets()).toEqual(first);
});

test('a new key is added, and other keys of the Secret stay', async () => {
  const { install, kubectl, secrets } = await installation('added');
  await install();
  const first = await secrets();
  const other = JSON.stringify({ data: { OTHER: btoa('xy') } });
  await kubectl('patch', 'secret', 'redis-credentials', '--type=merge', `--patch=${other}`);
  await install({ redisCredentials: { keys: { password: 'NEW_PASSWORD' } } });
  expect(await secrets()).toEqual({
    ...first,
    'redis-credentials': {
      ...first['redis-credentials'],
      OTHER: 'xy',
      NEW_PASSWORD: expect.stringMatching(/^[A-Za-z0-9]{43}$/),
    },
  });
});

test('no new password is created for existing data', async () => {
  const { install, uninstall, kubectl } = await installation('refused');
  const claim = 'persistentvolumeclaim/alga-core-sebastian-postgres-data';
  await install();
  await uninstall();
  expect(await kubectl('get', claim, '--output=name')).toBe(`${claim}\n`);
  await kubectl('delete', 'secret/db-credentials');
  await expect(install()).rejects.toThrow(
    'The Secret db-credentials is missing, but the data that belong to it are there: restore the Secret, or delete the claim alga-core-sebastian-postgres-data to start again.',
  );
  await kubectl('delete', claim);
  await install();
});
