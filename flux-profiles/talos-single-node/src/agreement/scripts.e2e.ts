import { execFile, execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chart as sebastian } from '@helm-charts/chart-sebastian';
import { install, makeNamespace, serve } from '@helm-charts/chart-temporal/testing/installation';
import { chart as temporalWorker } from '@helm-charts/chart-temporal-worker';
import { one, rendering } from '@helm-charts/testing/charts';
import { eventually } from '@helm-charts/testing/eventually';
import { makeFolder, removeFolder, startClient } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';

const workspace = join(import.meta.dirname, '../../../..');
const find = join(workspace, 'tools/temporal-client/find.sh');

const script = async (chart: typeof sebastian | typeof temporalWorker, of: string, file: string) =>
  one(await rendering(chart).render({}), 'ConfigMap', of).data![file]!;

test('the server sees Temporal when it has the namespace, and the worker is ready while it polls its queues', async () => {
  const client = execFileSync('/bin/sh', [find], { encoding: 'utf8' }).trim();
  const folder = await makeFolder('scripts');
  await using _ = { [Symbol.asyncDispose]: () => removeFolder(folder) };
  const names = ['await-temporal.cjs', 'polled-queues.cjs'] as const;
  await writeFile(
    join(folder, names[0]),
    await script(sebastian, 'alga-core-sebastian-server', names[0]),
  );
  await writeFile(
    join(folder, names[1]),
    await script(temporalWorker, 'temporal-worker-scripts', names[1]),
  );

  await using installation = await install();
  expect(await installation.schemaJob()).toMatchObject({ code: 0 });
  await using server = await serve(installation);
  const environment = {
    TEMPORAL_ADDRESS: server.address,
    TEMPORAL_NAMESPACE: 'default',
    // A worker that polls the only queue of its own, and the two that every worker polls.
    TEMPORAL_TASK_QUEUE: 'alga-jobs',
  };
  const run = (name: string, ...args: readonly string[]) =>
    new Promise<string>((resolve) => {
      const options = { cwd: client, env: { PATH: process.env.PATH, ...environment } };
      execFile('node', [join(folder, name), ...args], options, (error, stdout, stderr) =>
        resolve(`${error?.code ?? 0} ${stdout}${stderr}`.trim()),
      );
    });

  expect(await run(names[0], 'once')).toMatch(/^1 .*(not found|NOT_FOUND)/);
  expect(await makeNamespace(installation, server)).toMatchObject({ code: 0 });
  await eventually(async () => (await run(names[0], 'once')).split(' ')[0], '0');

  // Each service of Temporal learns of a new namespace by itself, one after the other.
  await eventually(
    () => run(names[1]),
    '1 polled-queues: this pod does not poll alga-jobs, sla-workflows',
  );
  await using worker = await startClient(environment, 60_000);
  await using other = await startClient(
    { ...environment, TEMPORAL_TASK_QUEUE: 'sla-workflows' },
    60_000,
  );
  await eventually(() => run(names[1]), '0');
  expect([worker, other]).toHaveLength(2);
});
