import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** What a program took. */
export interface Run {
  readonly seconds: number;
  readonly output: string;
}

/** Runs a program to its end. Throws what it printed if it fails. */
export const run = (command: string, args: readonly string[], cwd = process.cwd()): Run => {
  const start = performance.now();
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')} failed: ${error?.message ?? stderr + stdout}`);
  return { seconds: (performance.now() - start) / 1000, output: stdout };
};

/**
 * Runs a program in a directory, and returns its seconds and the memory in MiB that it and the programs that it starts take: the
 * sum of the peak of each, not a number where the system has no /proc. What it prints on standard output is not read.
 */
export const measure = async (
  command: string,
  args: readonly string[],
  cwd: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<{ readonly seconds: number; readonly memory: number }> => {
  const start = performance.now();
  const child = spawn(command, args, {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '', ...variables },
  });
  const peaks = new Map<string, number>();
  const timer = setInterval(() => observe(String(child.pid), peaks), 20);
  const errors = child.stderr.toArray();
  const status = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  const seconds = (performance.now() - start) / 1000;
  clearInterval(timer);
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')} failed: ${Buffer.concat(await errors)}`);
  const memory = [...peaks.values()].reduce((total, peak) => total + peak, 0);
  return { seconds, memory: peaks.size === 0 ? Number.NaN : memory / 1024 };
};

/** Notes the peak in KiB of a process and of all processes below it. */
const observe = (process: string, peaks: Map<string, number>): void => {
  const folder = `/proc/${process}`;
  try {
    const [, peak] = /^VmHWM:\s*(\d+)/m.exec(readFileSync(`${folder}/status`, 'utf8')) ?? [];
    if (peak !== undefined) peaks.set(process, Number(peak));
    // Any of its threads may have started them.
    for (const thread of readdirSync(`${folder}/task`))
      for (const child of readFileSync(`${folder}/task/${thread}/children`, 'utf8').split(' '))
        if (child !== '') observe(child, peaks);
  } catch {
    // It has ended, or there is no /proc.
  }
};

/** The median of numbers. */
export const medianOf = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

/** How often each number is measured. bench.ts sets the variable. */
export const turns = (): number => Number(process.env.BENCH_TURNS ?? 5);

/** The median of several turns, after one that isn't counted. */
export const median = (measure: () => number): number => {
  measure();
  return medianOf(Array.from({ length: turns() }, measure));
};
