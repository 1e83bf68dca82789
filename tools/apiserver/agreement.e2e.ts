import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { validateAsApiServer } from '@helm-charts/engine';
import { parseManifests } from '@helm-charts/kubernetes';
import { startCluster } from '@helm-charts/testing/cluster';
import { expect, test } from 'vitest';
import { openDryRun, type Sendable, type Status } from './dry-run.ts';
import { type Mutated, mutate, randomNumbers } from './mutate.ts';

/** Another one gives other mutations. */
const seed = Number(process.env.SEED ?? 1);

/** Of 4,000 objects three verdicts differ: in a dry run the API server does not check the range of a node port. */
const count = Number(process.env.COUNT ?? 300);

const read = (name: string) => readFile(join(import.meta.dirname, name), 'utf8');

/** What both say of a mutated object. */
interface Compared extends Mutated {
  readonly said: readonly string[];
  readonly status: Status;
}

test('the API server and its rules here accept and refuse the same objects', async () => {
  await using cluster = await startCluster({ controllers: false });
  await cluster.apply(namespaces);
  const definition = await read('definition.yaml');
  await cluster.apply(definition);
  await cluster.kubectl(['wait', '--for=condition=Established', 'crd/backups.example.com']);
  const { documents } = parseManifests(await read('objects.yaml'), 'objects.yaml');
  const random = randomNumbers(seed);
  const mutations = Array.from({ length: count }, (_, index) =>
    mutate(documents[index % documents.length]?.manifest, random),
  );
  const objects = [
    ...documents.map(({ manifest }) => ({ object: manifest, change: 'none' })),
    ...mutations,
  ];
  const [said, { create }] = await Promise.all([
    sayings(objects, definition),
    openDryRun(cluster.kubeconfig),
  ]);
  const compared: Compared[] = [];
  for (const [index, one] of objects.entries()) {
    const status = await create(one.object as Sendable);
    compared.push({ ...one, said: said[index] ?? [], status });
  }
  const unchanged = compared.slice(0, documents.length);
  expect(unchanged.filter(({ status }) => status.code !== 201).map(print)).toEqual([]);
  expect(unchanged.filter((one) => one.said.length > 0).map(print)).toEqual([]);

  const mutated = compared.slice(documents.length);
  const isRefused = ({ status }: Compared) => status.code !== 201;
  const disagreeing = mutated.filter((one) => isRefused(one) !== one.said.length > 0);
  const refused = mutated.filter(isRefused);
  const worded = refused.filter(({ said, status }) =>
    said.every((message) => status.message.includes(message)),
  );
  process.stdout.write(
    `seed ${seed}: of ${count} objects the API server refuses ${refused.length}, ${worded.length} of them in the same words; ${disagreeing.length} verdicts differ\n${disagreeing.map(print).join('\n')}\n`,
  );
  expect(refused.length).toBeGreaterThan(count / 4);
  expect(refused.length).toBeLessThan((count * 3) / 4);
  expect(disagreeing.length).toBeLessThanOrEqual(count / 100);
});

/** Without controllers nothing else creates the ServiceAccount of pods. */
const namespaces = `
apiVersion: v1
kind: Namespace
metadata: { name: shop }
---
apiVersion: v1
kind: Namespace
metadata: { name: elsewhere }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: default, namespace: shop }
`;

/** The errors of each object. */
const sayings = async (objects: readonly Mutated[], definition: string) => {
  const documents = objects.map(({ object }, index) => ({
    // Most of them are objects, and the others are what is tested.
    manifest: object as Parameters<typeof validateAsApiServer>[0][number]['manifest'],
    text: JSON.stringify(object),
    source: String(index),
  }));
  const definitions = parseManifests(definition, 'definition.yaml').documents;
  const result = await validateAsApiServer(documents, { cache: undefined, definitions });
  if (result.status !== 'validated') throw new Error(`${result.program}: ${result.fix}`);
  const errors = result.findings.filter(({ severity }) => severity === 'error');
  return objects.map((_, index) =>
    errors.filter(({ position }) => position?.file === String(index)).map(({ message }) => message),
  );
};

const print = ({ object, change, said, status }: Compared): string =>
  `${(object as Sendable).kind} ${change}\n  here: ${said.join(' | ') || 'accepted'}\n  API server: ${status.code} ${status.message || 'accepted'}`;
