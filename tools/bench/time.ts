import { spawnSync } from 'node:child_process';

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

/** The median of several runs, after one that isn't counted. */
export const median = (measure: () => number, runs = 5): number => {
  measure();
  const sorted = Array.from({ length: runs }, measure).toSorted((a, b) => a - b);
  return sorted[Math.floor(runs / 2)] ?? Number.NaN;
};
