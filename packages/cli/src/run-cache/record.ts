import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { userCache } from '@helm-charts/engine/user-cache';
import type { Answer } from '../run.ts';

/** A run of the program: what it read, and its answer. */
export interface RunRecord {
  /** When the states were read, in milliseconds since 1970. */
  readonly at: number;
  /** The date of the run, if the answer depends on it, for instance `2027-06-30`. */
  readonly today?: string | undefined;
  /** The digest of each environment variable that was read; null for one that is not set. */
  readonly variables: Readonly<Record<string, string | null>>;
  /** With their absolute paths. The comparison with a record ends at the first one that has changed. */
  readonly paths: readonly SeenPath[];
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

/** An absolute path, and what a run saw of it. */
export type SeenPath = readonly [path: string, seen: Seen];

/** The folder with the records, in the cache of a workspace, or of the user for a foreign repository. */
export const recordFolder = 'runs';

const workspaceCache = 'node_modules/.cache/helm-charts';

/** The file name of the record of a command. Another Node may give another answer. */
export const recordName = (args: readonly string[], directory: string): string => {
  const { version, platform, arch, execArgv, env } = process;
  const key = [args, directory, version, platform, arch, execArgv, env.NODE_OPTIONS, env.NODE_PATH];
  return `${createHash('sha256').update(JSON.stringify(key)).digest('hex')}.json`;
};

/** The path of an existing record: in the cache of this directory, of one above it, or of the user. */
export const findRecord = (name: string, directory: string): string | undefined =>
  [...upwards(directory).map((one) => join(one, workspaceCache)), userCache()]
    .map((cache) => join(cache, recordFolder, name))
    .find((file) => existsSync(file));

const upwards = (directory: string): readonly string[] => {
  const parent = dirname(directory);
  return parent === directory ? [directory] : [directory, ...upwards(parent)];
};
