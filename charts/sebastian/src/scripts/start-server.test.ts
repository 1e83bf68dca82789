import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { one } from '@helm-charts/testing/charts';
import { eventually } from '@helm-charts/testing/eventually';
import { freePort } from '@helm-charts/testing/servers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { render } from '../testing/render.ts';

/** Stands for the client of Temporal in the image: Temporal answers where something listens. */
const client = `
const { connect } = require('node:net');
const answer = { close: async () => {}, withDeadline: (_, ask) => ask(), workflowService: { describeNamespace: async () => ({}) } };
exports.Connection = { connect: ({ address }) => new Promise((resolve, reject) => {
  const [host, port] = address.split(':');
  const socket = connect(Number(port), host, () => { socket.destroy(); resolve(answer); });
  socket.on('error', reject);
}) };
`;

/** Stands for the entrypoint of the image. */
const entrypoint = `#!/bin/sh
echo started >> starts
if [ -n "$FAILS" ]; then exit 3; fi
exec sleep 600
`;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'start-server-'));
  const { data } = one(await render({}), 'ConfigMap', 'alga-core-sebastian-server');
  for (const [name, text] of Object.entries(data!))
    await writeFile(join(folder, name), text.replaceAll('/scripts/', `${folder}/`));
  await mkdir(join(folder, 'node_modules/@temporalio/client'), { recursive: true });
  await writeFile(join(folder, 'node_modules/@temporalio/client/index.js'), client);
  await writeFile(join(folder, 'entrypoint.sh'), entrypoint);
  await chmod(join(folder, 'entrypoint.sh'), 0o755);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Starts the container, as the kubelet does: once, or again. */
const start = (variables: Readonly<Record<string, string>>) => {
  const child = spawn('/bin/sh', [join(folder, 'start-server.sh')], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      EDITION: 'enterprise',
      TEMPORAL_NAMESPACE: 'default',
      ...variables,
    },
    detached: true,
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      log += String(chunk);
    });
  const exited = once(child, 'exit').then(([code]) => code);
  return {
    exited,
    isRunning: () => child.exitCode === null,
    log: () => log,
    // The processes of a container end with its first one.
    [Symbol.asyncDispose]: async () => {
      process.kill(-child.pid!, 'SIGKILL');
      await exited;
    },
  };
};

const listen = async (port: number): Promise<Server> => {
  const server = createServer((socket) => socket.destroy());
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
};

const starts = async (): Promise<number> =>
  (await readFile(join(folder, 'starts'), 'utf8').catch(() => '')).split('\n').length - 1;

const since = async () => {
  const before = await starts();
  return async () => (await starts()) - before;
};

test('the server starts without Temporal, and once more when Temporal answers', async () => {
  const port = await freePort();
  const variables = { TEMPORAL_ADDRESS: `127.0.0.1:${port}` };
  const count = await since();
  await using first = start(variables);
  await eventually(count, 1);
  expect(first.isRunning()).toBe(true);

  const temporal = await listen(port);
  expect(await first.exited).toBe(0);
  expect(first.log()).toContain('Temporal answers; the container ends');

  await using second = start(variables);
  await eventually(count, 2);
  temporal.close();
  expect(second.isRunning()).toBe(true);
  // It has become the server, so nothing is left that could end it once more.
  expect(second.log()).toBe('');
}, 60_000);

test('a server that fails without Temporal ends the container with its code', async () => {
  const variables = { TEMPORAL_ADDRESS: `127.0.0.1:${await freePort()}`, FAILS: 'yes' };
  await using container = start(variables);
  expect(await container.exited).toBe(3);
});

test('the Community Edition does not ask Temporal', async () => {
  const count = await since();
  await using container = start({ EDITION: 'community', TEMPORAL_ADDRESS: 'nowhere' });
  await eventually(count, 1);
  expect(container.log()).toBe('');
});

test('a server whose image has no client of Temporal starts all the same', async () => {
  const module = join(folder, 'node_modules/@temporalio/client/index.js');
  await writeFile(module, 'throw new Error("no client");');
  const count = await since();
  await using container = start({ TEMPORAL_ADDRESS: 'nowhere' });
  await eventually(count, 1);
  expect(container.isRunning()).toBe(true);
  await writeFile(module, client);
});
