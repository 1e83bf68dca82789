import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type BareCluster,
  startBareCluster,
  waitsForSource,
  withoutFlux,
  workspace,
} from '../testing/bare-cluster.ts';

let bare: BareCluster;

beforeAll(async () => {
  bare = await startBareCluster();
});
afterAll(() => bare?.[Symbol.asyncDispose]());

test('two set-ups at once make one set of credentials', async () => {
  const both = await Promise.all([
    bare.installFlux({ stopAt: waitsForSource }),
    bare.installFlux({ stopAt: waitsForSource }),
  ]);
  const made = both.flatMap(({ said }) => said.filter((line) => /^created Secret /.test(line)));
  expect(made.toSorted()).toEqual([
    'created Secret msp/alga-core-sebastian-secrets (7 keys)',
    'created Secret msp/alga-psa-shared (1 key)',
    'created Secret msp/alga-tls',
    'created Secret msp/alga-tls-authority',
    'created Secret msp/db-credentials (5 keys)',
    'created Secret msp/db-tls',
    'created Secret msp/db-tls-authority',
    'created Secret msp/redis-credentials (1 key)',
  ]);
  expect(both.map(({ exitCode }) => exitCode)).toEqual([130, 130]);
});

test('a controller of Flux is missing', async () => {
  const helm = ['deployment/helm-controller', '--namespace=flux-system'];
  await bare.cluster.kubectl(['delete', ...helm]);
  expect(await bare.bootstrap()).toMatchObject({ exitCode: 3, findings: [withoutFlux] });
  const { exitCode, said } = await bare.installFlux({ stopAt: waitsForSource });
  expect(exitCode).toBe(130);
  expect(said.filter((line) => /^(created|changed) /.test(line))).toEqual([
    'created Deployment flux-system/helm-controller',
  ]);
});

test('the time is over', async () => {
  expect(await bare.bootstrap()).toMatchObject({
    exitCode: 1,
    findings: expect.arrayContaining([
      'error OCIRepository flux-system/alga-appliance: progressing: its controller has not seen it as it is now. [source]',
      'error OCIRepository flux-system/alga-appliance: timed out after 3 s, and the cluster continues by itself; see "alga-appliance status", or wait again with a longer --timeout. [timeout]',
    ]),
  });
});

test('Ctrl-C ends the program itself', async () => {
  const program = spawn(
    process.execPath,
    [join(workspace, 'packages/appliance/bin/alga-appliance.cjs'), 'bootstrap'],
    {
      cwd: workspace,
      env: { ...process.env, KUBECONFIG: bare.cluster.kubeconfig },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let said = '';
  program.stderr.on('data', (chunk: Buffer) => {
    // The second one would end it at once.
    const isFirst = !said.includes(waitsForSource);
    said += chunk;
    if (isFirst && said.includes(waitsForSource)) program.kill('SIGINT');
  });
  expect(await once(program, 'close')).toEqual([130, null]);
  expect(said).toContain('[interrupted]');
});

test('the credentials of the registry are missing', async () => {
  await bare.cluster.kubectl(['delete', 'ocirepositories', '--all', '--namespace=flux-system']);
  expect(await bare.bootstrap(['--source-secret', 'registry'])).toMatchObject({
    exitCode: 3,
    findings: [
      'error Secret flux-system/registry: it does not exist; create it with "flux create secret git registry", then run the same command again. [source]',
    ],
  });
});
