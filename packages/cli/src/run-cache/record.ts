import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Answer } from '../run.ts';

/** A run of the program: what it read, and its answer. */
export interface RunRecord {
  /** When the states were read, in milliseconds since 1970. */
  readonly at: number;
  /** The date of the run, if the answer depends on it, for instance `2027-06-30`. */
  readonly today?: string | undefined;
  /** The digest of each environment variable that was read; null for one that is not set. */
  readonly variables: Readonly<Record<string, string | null>>;
  /** By absolute path. */
  readonly paths: Readonly<Record<string, Seen>>;
  readonly answer: Answer;
}

/** What a run saw of a path. */
export interface Seen {
  /** See `State`. */
  readonly kind: string;
  /** Absent if only the kind was asked for. */
  readonly stamp?: string | undefined;
  /** Of the content; absent if the stamp identifies it. */
  readonly digest?: string | undefined;
}

/** The folder with the records, below the root of a workspace. */
export const recordFolder = 'node_modules/.cache/helm-charts/runs';

/** The file name of the record of a command. Another Node may give another answer. */
export const recordName = (args: readonly string[], directory: string): string => {
  const { version, platform, arch, execArgv, env } = process;
  const key = [args, directory, version, platform, arch, execArgv, env.NODE_OPTIONS, env.NODE_PATH];
  return `${createHash('sha256').update(JSON.stringify(key)).digest('hex')}.json`;
};

/** The path of an existing record, in this directory or in one above it. */
export const findRecord = (name: string, directory: string): string | undefined => {
  const file = join(directory, recordFolder, name);
  if (existsSync(file)) return file;
  const parent = dirname(directory);
  return parent === directory ? undefined : findRecord(name, parent);
};
