import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Report } from '@helm-charts/pipeline';

/**
 * Whether a render gives the same answer as long as the files that this process has read are the same. One without findings does.
 * One with findings does, if neither a machine nor a limit is the reason, and if nothing was written in TypeScript: its
 * compiler reads files of its own.
 */
export const isRepeatable = (
  reports: readonly Report[],
  directories: readonly string[],
  from: string,
): boolean =>
  reports.every(({ exitCode }) => exitCode === 0) ||
  (reports.every(({ exitCode, findings }) => exitCode <= 2 && !findings.some(ofMachine)) &&
    directories.length > 0 &&
    directories.every((directory) => !isTyped(resolve(from, directory))));

/** The rules of findings that another run may not have. */
const machine: ReadonlySet<string> = new Set(['engine', 'environment', 'limit']);

const ofMachine = ({ rule }: Report['findings'][number]): boolean => machine.has(rule);

const isTyped = (directory: string): boolean =>
  ['src/chart.ts', 'src/profile.ts'].some((file) => existsSync(join(directory, file)));
