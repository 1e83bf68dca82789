import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** What a program took. */
export interface Run {
  readonly seconds: number;
  readonly output: string;
}

/** Runs a program to its end. Throws what it printed if it fails. */
export const run = (command: string, args: readonly string[]): Run => {
  const start = performance.now();
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')} failed: ${error?.message ?? stderr + stdout}`);
  return { seconds: (performance.now() - start) / 1000, output: stdout };
};

/** Runs a program in a directory, and returns its seconds and the peak of its memory in MiB, where this machine says that. */
export const measure = (
  command: string,
  args: readonly string[],
  cwd: string,
): { readonly seconds: number; readonly memory: number } => {
  const time = '/usr/bin/time';
  const [program = '', ...rest] = existsSync(time)
    ? [time, '-f', 'peak %M', command, ...args]
    : [command, ...args];
  const start = performance.now();
  const env = { ...process.env, NODE_OPTIONS: '' };
  const { status, stderr } = spawnSync(program, rest, { cwd, encoding: 'utf8', env });
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${stderr}`);
  return { seconds, memory: Number(/peak (\d+)\s*$/.exec(stderr)?.[1]) / 1024 };
};

/** The median of several runs, after one that isn't counted. */
export const median = (measure: () => number, runs = 5): number => {
  measure();
  const sorted = Array.from({ length: runs }, measure).toSorted((a, b) => a - b);
  return sorted[Math.floor(runs / 2)] ?? Number.NaN;
};
