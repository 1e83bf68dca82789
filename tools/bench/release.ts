import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bytesBlob, openClient, pushBlob } from '@helm-charts/oci';
import { type OciRegistry, startOciRegistry } from '@helm-charts/testing/registries';
import { commit, copyWorkspace } from '../release/copy.ts';

/**
 * Prints how many seconds the command line takes to package all charts of this repository and to push them to a registry that has them, and how much
 * longer it takes to push many charts than a bare client takes for the same blobs.
 */
const execute = promisify(execFile);

/** Seconds that work takes, at least, of several times. */
const best = async (work: () => Promise<unknown>, times = 3): Promise<number> => {
  const seconds: number[] = [];
  for (let time = 0; time < times; time++) {
    const start = performance.now();
    await work();
    seconds.push((performance.now() - start) / 1000);
  }
  return Math.min(...seconds);
};

const cli = (cwd: string, ...args: readonly string[]) =>
  execute(join(cwd, 'node_modules/.bin/helm-charts'), [...args], { cwd, maxBuffer: 2 ** 26 });

const many = 200;

/** Small charts, as charts of any origin. */
const writeCharts = async (folder: string): Promise<void> => {
  for (let index = 0; index < many; index++) {
    const chart = join(folder, `charts/chart-${index}`);
    await mkdir(join(chart, 'templates'), { recursive: true });
    const metadata = `apiVersion: v2\nname: chart-${index}\nversion: 1.0.0\n`;
    await writeFile(join(chart, 'Chart.yaml'), metadata);
    await writeFile(join(chart, 'templates/all.yaml'), `kind: ConfigMap # ${'x'.repeat(20_000)}\n`);
  }
};

/** Pushes as many blobs of the same size, and nothing else. */
const pushBare = async (registry: OciRegistry): Promise<void> => {
  await using client = await openClient({ plainHttp: true, environment: {} });
  // The client limits the connections.
  await Promise.all(
    Array.from({ length: many }, async (_, index) => {
      const repository = { host: registry.address, repository: `bare/${index}` };
      for (const kind of ['config', 'layer', 'manifest'])
        await pushBlob(client, repository, bytesBlob(`${kind} ${index} ${Math.random()}`));
    }),
  );
};

const copy = copyWorkspace();
const folder = await mkdtemp(join(tmpdir(), 'release-'));
try {
  await using registry = await startOciRegistry();
  const address = `oci://${registry.address}`;
  const charts = [
    'email-service',
    'pgbouncer',
    'sebastian',
    'temporal',
    'temporal-worker',
    'workflow-worker',
  ].map((name) => `charts/${name}`);
  const packaging = await best(() => cli(copy, 'package', ...charts));
  const push = () => cli(copy, 'push', ...charts, '--registry', `${address}/site`, '--plain-http');
  await push();
  const unchanged = await best(push);

  await writeCharts(folder);
  await execute('git', ['init', '--quiet'], { cwd: folder });
  await execute('git', ['config', 'user.name', 'bench'], { cwd: folder });
  await execute('git', ['config', 'user.email', 'bench@example.com'], { cwd: folder });
  commit(folder, 'start');
  const roots = Array.from({ length: many }, (_, index) => `charts/chart-${index}`);
  const { push: pushAll } = await import('@helm-charts/release');
  let round = 0;
  const all = await best(async () => {
    const options = { registry: `${address}/many-${round++}`, plainHttp: true };
    const { exitCode, summary } = await pushAll(folder, roots, options);
    if (exitCode !== 0) throw new Error(summary);
  });
  const bare = await best(() => pushBare(registry));
  process.stdout.write(`${JSON.stringify({ packaging, unchanged, many: all / bare })}\n`);
} finally {
  for (const path of [copy, folder]) await rm(path, { recursive: true, force: true });
}
