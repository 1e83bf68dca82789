import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chart, makeWorkspace } from '../nx/workspace.ts';
import { commit } from '../release/copy.ts';
import { measure } from './time.ts';

/**
 * Generates a workspace with Nx, renders it with nothing rendered before and again from the cache of Nx, and then renders what a change of
 * one chart affects. Prints as JSON the seconds, the tasks, and the peak in MiB of the largest process. The arguments are the numbers of
 * charts and of profiles; a workspace of half as many is measured first.
 */
const [charts = 200, profiles = 20] = process.argv.slice(2).map(Number);

interface Size {
  readonly charts: number;
  /** Seconds, with the check of all types. */
  readonly generated: number;
  readonly cold: number;
  readonly cached: number;
  readonly affected: number;
  /** Tasks of all projects, and those that ran after the change. */
  readonly tasks: number;
  readonly affectedTasks: number;
  readonly memory: number;
}

const scale = (charts: number, profiles: number): Size => {
  using workspace = makeWorkspace(charts, profiles);
  const { directory, nx: program } = workspace;
  const log = join(directory, 'dist/nx.log');
  const nx = (command: string, ...options: readonly string[]): NxRun => {
    mkdirSync(join(directory, 'dist'), { recursive: true });
    // Nx ends without waiting for the reader of a pipe.
    const shell = ['-c', 'exec "$@" >dist/nx.log', 'sh', process.execPath, program, command];
    const ran = measure('sh', [...shell, ...options, '--output-style=static'], directory);
    return { ...ran, ...tasksOf(readFileSync(log, 'utf8')) };
  };
  const generated = nx('run-many', '-t', 'generate');
  commit(directory, 'generated files');
  const caches = ['renders', 'runs', 'verdicts'];
  for (const cache of ['.nx', ...caches.map((name) => `node_modules/.cache/helm-charts/${name}`)])
    rmSync(join(directory, cache), { recursive: true, force: true });
  const cold = nx('run-many', '-t', 'render');
  const cached = nx('run-many', '-t', 'render');
  if (cached.hits !== cold.tasks)
    throw new Error(`Nx caches ${cached.hits} of ${cold.tasks} tasks`);
  writeFileSync(join(directory, 'charts/chart-0/src/chart.ts'), chart('chart-0', '1.0.1'));
  commit(directory, 'a change');
  const affected = nx('affected', '-t', 'render', '--base=HEAD~1', '--head=HEAD');
  return {
    charts,
    generated: generated.seconds,
    cold: cold.seconds,
    cached: cached.seconds,
    affected: affected.seconds,
    tasks: cold.tasks,
    affectedTasks: affected.tasks - affected.hits,
    memory: Math.max(...[generated, cold, cached, affected].map(({ memory }) => memory)),
  };
};

interface Tasks {
  readonly hits: number;
  readonly tasks: number;
}

interface NxRun extends Tasks {
  readonly seconds: number;
  readonly memory: number;
}

/** From the summary of Nx. */
const tasksOf = (output: string): Tasks => {
  const [, hits, tasks] = /Cache: +(\d+)\/(\d+) hit/.exec(output) ?? [];
  if (tasks === undefined) throw new Error('Nx prints no summary');
  return { hits: Number(hits), tasks: Number(tasks) };
};

const half = scale(Math.ceil(charts / 2), Math.ceil(profiles / 2));
const whole = scale(charts, profiles);
process.stdout.write(
  `${JSON.stringify({ half, ...whole, memoryToHalf: whole.memory / half.memory }, undefined, 2)}\n`,
);
