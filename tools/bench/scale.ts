import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startNxCache } from '@helm-charts/testing/registries';
import { chart, checkout, makeWorkspace } from '../nx/workspace.ts';
import { commit } from '../release/copy.ts';
import { forget } from './program.ts';
import { measure } from './time.ts';

/**
 * Generates a workspace with Nx, renders it with nothing rendered before, again from the cache of Nx, and in a second checkout from a remote
 * cache on loopback, and then renders what a change of one chart affects. Prints as JSON the seconds, the tasks, and the peak of the memory
 * of all processes in MiB. The arguments are the numbers of charts and of profiles; a workspace of half as many is measured first.
 */
const [charts = 200, profiles = 20] = process.argv.slice(2).map(Number);

interface Size {
  readonly charts: number;
  readonly profiles: number;
  /** Seconds, with the check of all types. */
  readonly generated: number;
  readonly cold: number;
  readonly cached: number;
  /** Seconds of another checkout, which takes all from the remote cache. */
  readonly shared: number;
  readonly affected: number;
  /** Tasks of all projects, and those that ran after the change. */
  readonly tasks: number;
  readonly affectedTasks: number;
  readonly memory: number;
}

const scale = async (charts: number, profiles: number): Promise<Size> => {
  const token = randomUUID();
  await using server = await startNxCache(token);
  using workspace = makeWorkspace(charts, profiles);
  const { directory } = workspace;
  const nx = async (folder: string, command: string, ...options: readonly string[]) => {
    mkdirSync(join(folder, 'dist'), { recursive: true });
    // Nx ends without waiting for the reader of a pipe.
    const shell = ['-c', 'exec "$@" >dist/nx.log', 'sh', process.execPath, workspace.nx, command];
    const ran = await measure('sh', [...shell, ...options, '--output-style=static'], folder, {
      NX_SELF_HOSTED_REMOTE_CACHE_SERVER: `http://${server.address}`,
      NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: token,
      NX_WORKSPACE_ROOT_PATH: folder,
    });
    return { ...ran, ...tasksOf(readFileSync(join(folder, 'dist/nx.log'), 'utf8')) };
  };
  const generated = await nx(directory, 'run-many', '-t', 'generate', '--skip-nx-cache');
  commit(directory, 'generated files');
  using second = checkout(directory);
  forget(directory);
  rmSync(join(directory, '.nx'), { recursive: true });
  const cold = await nx(directory, 'run-many', '-t', 'render');
  const cached = await nx(directory, 'run-many', '-t', 'render');
  const shared = await nx(second.directory, 'run-many', '-t', 'render');
  for (const { hits } of [cached, shared])
    if (hits !== cold.tasks) throw new Error(`Nx caches ${hits} of ${cold.tasks} tasks`);
  writeFileSync(join(directory, 'charts/chart-0/src/chart.ts'), chart('chart-0', '1.0.1'));
  commit(directory, 'a change');
  const affected = await nx(directory, 'affected', '-t', 'render', '--base=HEAD~1', '--head=HEAD');
  return {
    charts,
    profiles,
    generated: generated.seconds,
    cold: cold.seconds,
    cached: cached.seconds,
    shared: shared.seconds,
    affected: affected.seconds,
    tasks: cold.tasks,
    affectedTasks: affected.tasks - affected.hits,
    memory: Math.max(...[generated, cold, cached, shared, affected].map(({ memory }) => memory)),
  };
};

interface Tasks {
  readonly hits: number;
  readonly tasks: number;
}

/** From the summary of Nx; not numbers if it does not look into its cache. */
const tasksOf = (output: string): Tasks => {
  const [, hits, tasks] = /Cache: +(\d+)\/(\d+) hit/.exec(output) ?? [];
  return { hits: Number(hits), tasks: Number(tasks) };
};

const half = await scale(Math.ceil(charts / 2), Math.ceil(profiles / 2));
const whole = await scale(charts, profiles);
process.stdout.write(
  `${JSON.stringify({ half, ...whole, memoryToHalf: whole.memory / half.memory }, undefined, 2)}\n`,
);
