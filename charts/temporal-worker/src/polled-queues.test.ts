import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { one, rendering } from '@helm-charts/testing/charts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chart } from './chart.ts';

/** Stands for the client of Temporal in the image. `POLLERS` has the pollers of each queue. */
const client = `
const pollers = JSON.parse(process.env.POLLERS);
const workflowService = { describeTaskQueue: async ({ taskQueue, taskQueueType, namespace }) => {
  if (taskQueueType !== 1 || namespace !== 'default') throw new Error('wrong request');
  return { pollers: pollers[taskQueue.name] ?? [] };
} };
exports.Connection = { connect: async ({ address }) => {
  if (address !== 'temporal:7233') throw new Error('Temporal does not answer');
  return { withDeadline: (_, ask) => ask(), workflowService };
} };
`;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'polled-queues-'));
  const { data } = one(await rendering(chart).render({}), 'ConfigMap');
  await writeFile(join(folder, 'polled-queues.cjs'), data!['polled-queues.cjs']!);
  await mkdir(join(folder, 'node_modules/@temporalio/client'), { recursive: true });
  await writeFile(join(folder, 'node_modules/@temporalio/client/index.js'), client);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const own = `1@${hostname()}`;
const poller = (identity = own, age = 0) => [
  { identity, lastAccessTime: { seconds: Math.floor(Date.now() / 1000) - age } },
];
const all = { mail: poller(), 'alga-jobs': poller(), 'sla-workflows': poller() };

/** The exit code of the probe, and what it says. */
const probe = (pollers: object, address = 'temporal:7233') =>
  new Promise<string>((resolve) => {
    const env = {
      PATH: process.env.PATH,
      TEMPORAL_ADDRESS: address,
      TEMPORAL_NAMESPACE: 'default',
      TEMPORAL_TASK_QUEUE: 'mail',
      POLLERS: JSON.stringify(pollers),
    };
    execFile('node', ['polled-queues.cjs'], { cwd: folder, env }, (error, _, stderr) =>
      resolve(`${error?.code ?? 0} ${stderr}`.trim()),
    );
  });

test('the worker is ready when it polls each of its queues', async () => {
  expect(await probe(all)).toBe('0');
});

test.each([
  { why: 'nobody polls a queue', pollers: { ...all, mail: [] }, queue: 'mail' },
  {
    why: 'nobody polls the queue of jobs',
    pollers: { ...all, 'alga-jobs': [] },
    queue: 'alga-jobs',
  },
  {
    why: 'only another pod polls a queue',
    pollers: { ...all, mail: poller('1@other') },
    queue: 'mail',
  },
  { why: 'it no longer polls a queue', pollers: { ...all, mail: poller(own, 200) }, queue: 'mail' },
])('it is not ready if $why', async ({ pollers, queue }) => {
  expect(await probe(pollers)).toBe(`1 polled-queues: this pod does not poll ${queue}`);
});

test('it is not ready if Temporal does not answer', async () => {
  expect(await probe(all, 'nowhere:7233')).toBe('1 polled-queues: Temporal does not answer');
});
