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
 * Runs a program in a directory, and returns its seconds and the most memory in MiB that it and the programs that it has started take at a time;
 * not a number where the system has no /proc. What it prints on standard output is not read.
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
  let memory = 0;
  const timer = setInterval(() => {
    memory = Math.max(memory, memoryOf(String(child.pid)));
  }, 20);
  const errors = child.stderr.toArray();
  const status = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  const seconds = (performance.now() - start) / 1000;
  clearInterval(timer);
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')} failed: ${Buffer.concat(await errors)}`);
  return { seconds, memory: memory === 0 ? Number.NaN : memory / 1024 };
};

/** The sum of the peaks until now, in KiB, of a process and of all processes below it; 0 if it has ended, or without /proc. */
const memoryOf = (process: string): number => {
  const folder = `/proc/${process}`;
  try {
    const [, peak] = /^VmHWM:\s*(\d+)/m.exec(readFileSync(`${folder}/status`, 'utf8')) ?? [];
    // Any of its threads may have started others.
    const children = readdirSync(`${folder}/task`).flatMap((thread) =>
      readFileSync(`${folder}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean),
    );
    return children.map(memoryOf).reduce((total, one) => total + one, Number(peak ?? 0));
  } catch {
    return 0;
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
