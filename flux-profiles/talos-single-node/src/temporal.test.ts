import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { authorityFile } from '@helm-charts/alga';
import { chart } from '@helm-charts/chart-temporal';
import { openEngine } from '@helm-charts/engine';
import { simulate, treeInput } from '@helm-charts/pipeline';
import { all, containersOf, podsOf, rendering } from '@helm-charts/testing/charts';
import type { Manifest } from '@helm-charts/types';
import { describe, expect, test } from 'vitest';
import { officialTemporalPatches, temporalFrontend } from './temporal.ts';

const workspaceRoot = join(import.meta.dirname, '../../..');

/** What the official chart installs on the appliance; nothing where the chart is not at hand. */
const official = async (): Promise<readonly Manifest[] | undefined> => {
  const out = await mkdtemp(join(tmpdir(), 'temporal-'));
  const directory = join(import.meta.dirname, '..');
  const { installed } = await simulate(
    treeInput({ workspaceRoot, directory, out }),
    openEngine({ workspaceRoot }),
  );
  await rm(out, { recursive: true });
  const found = installed.find(({ file }) => file === 'temporal.yaml');
  // The profile makes the Service under which clients look for it.
  const service = temporalFrontend as Manifest;
  return found && [...found.documents.map(({ manifest }) => manifest), service];
};

const found = await official();
/** The charts that may serve the appliance, as far as they are at hand. */
const charts = [
  { name: 'our own chart', manifests: await rendering(chart).render(chart.scenarios.appliance) },
  ...(found === undefined ? [] : [{ name: 'the official chart', manifests: found }]),
];

if (found === undefined)
  test('the official chart is not fetched: docs/profiles.md says how to lock and fetch it', (context) =>
    context.skip());

describe.each(charts)('$name', ({ manifests }) => {
  test('has the Service temporal-frontend:7233', () => {
    const service = all(manifests, 'Service').find(
      ({ metadata }) => metadata.name === 'temporal-frontend',
    );
    const [port] = service!.spec!.ports!;
    expect(port?.port).toBe(7233);
    const led = podsOf(manifests).filter(({ template: { metadata } }) =>
      Object.entries(service!.spec!.selector!).every(
        ([key, value]) => metadata?.labels?.[key] === value,
      ),
    );
    expect(led).toHaveLength(1);
    const ports = led[0]!.spec.containers.flatMap(({ ports = [] }) => ports);
    expect(ports).toContainEqual(
      expect.objectContaining({ name: port?.targetPort, containerPort: 7233 }),
    );
  });

  test('has no hook and no name of the worker of the application', () => {
    const names = manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(names.filter((name) => name.endsWith(' temporal-worker'))).toEqual([]);
    const hooks = manifests.filter(
      ({ metadata }) => (metadata.annotations?.['helm.sh/hook'] ?? 'test') !== 'test',
    );
    expect(hooks).toEqual([]);
  });

  test('stores its data in the two databases of its role, without the pool', () => {
    const text = all(manifests, 'ConfigMap')
      .flatMap(({ data = {} }) => Object.values(data))
      .find((file) => file.includes('numHistoryShards'));
    expect(text).toMatch(/numHistoryShards: 4$/m);
    for (const database of ['temporal', 'temporal_visibility'])
      expect(text).toMatch(new RegExp(`databaseName: "?${database}"?$`, 'm'));
    expect(text).toMatch(/connectAddr: "?db\.msp\.svc\.cluster\.local:5432"?$/m);
    expect(text).toMatch(/user: "?temporal"?$/m);
    expect(text).toMatch(/maxConns: 5$/m);
    const read = podsOf(manifests)
      .flatMap(containersOf)
      .flatMap(({ env = [] }) => env)
      .flatMap(({ valueFrom }) => valueFrom?.secretKeyRef ?? [])
      .map(({ name, key }) => `${name}/${key}`);
    expect([...new Set(read)].toSorted()).toEqual([
      'db-credentials/DB_PASSWORD_TEMPORAL',
      'db-tls/ca.crt',
    ]);
  });

  test('creates the namespace default with a retention of three days', () => {
    const jobs = all(manifests, 'Job').map((job) => JSON.stringify(job));
    expect(jobs.filter((job) => job.includes('72h') && job.includes('default'))).toHaveLength(1);
  });
});

test('the Job of the official chart verifies the certificate of Postgres if the Secret exists', async () => {
  const patch = officialTemporalPatches.find(({ kind }) => kind === 'Job');
  const commands = Object.values(patch?.add ?? {}) as readonly (readonly string[])[];
  expect(commands).toHaveLength(2);
  const folder = await mkdtemp(join(tmpdir(), 'authority-'));
  const file = join(folder, 'ca.crt');
  // The argument is what the chart runs.
  const chosen = () =>
    commands.map(([shell = '', ...args]) => {
      const local = args.map((text) => text.replaceAll(authorityFile, file));
      return spawnSync(shell, [...local, 'echo "$SQL_CONNECT_ATTRIBUTES" && true'], {
        encoding: 'utf8',
      }).stdout.trim();
    });
  expect(chosen()).toEqual(Array(2).fill('sslmode=prefer'));
  await writeFile(file, 'certificate');
  expect(chosen()).toEqual(Array(2).fill(`sslmode=verify-full&sslrootcert=${file}`));
  await rm(folder, { recursive: true });
});
