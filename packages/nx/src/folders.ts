import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Config } from '@helm-charts/pipeline/config';
import { configFile } from '@helm-charts/pipeline/roots';
import type { Finding } from '@helm-charts/types';
import { workspaceDataDirectoryForWorkspace } from 'nx/src/utils/cache-directory.js';
import { isCurrent, type Source } from './source.ts';

/** What Nx has to know of the configuration of a workspace. */
export type Folders = Pick<Config, 'charts' | 'profiles' | 'schemas'>;

/** What a thread has read. */
export interface Loaded {
  readonly folders: Folders | undefined;
  readonly findings: readonly Finding[];
  /** Undefined if Node can't say what it reads, or if something has just changed. */
  readonly source: Source | undefined;
}

interface Recorded {
  readonly folders: Folders;
  readonly source: Source;
}

/**
 * The folders that the configuration of a workspace names. Nx asks with every command, and a configuration imports its rules, which
 * takes longer than all else that this plugin does. So what it says is kept until a file that it is read from changes.
 * @throws {Failure} With exit code 2 if the configuration is wrong.
 */
export const foldersOf = async (workspace: string): Promise<Folders> => {
  if (!existsSync(join(workspace, configFile))) return {};
  const record = join(workspaceDataDirectoryForWorkspace(workspace), 'helm-charts-folders.json');
  const recorded = recall(record);
  if (recorded !== undefined && isCurrent(recorded.source)) return recorded.folders;
  const { folders, findings, source } = await load(workspace);
  if (folders === undefined) {
    const { Failure } = await import('@helm-charts/types');
    throw new Failure(2, findings);
  }
  if (source !== undefined) keep(record, { folders, source });
  return folders;
};

/** A thread loads the newest sources; this one would load them once only, and Nx may have loaded them before. */
const load = async (workspace: string): Promise<Loaded> => {
  // Most commands of Nx start no thread.
  const { Worker } = await import('node:worker_threads');
  return new Promise((done, failed) => {
    const thread = new Worker(resolve(import.meta.dirname, '../folders.cjs'), {
      workerData: workspace,
    });
    thread.once('message', done);
    thread.once('error', failed);
  });
};

const recall = (file: string): Recorded | undefined => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Recorded;
  } catch {
    // It is written again.
    return undefined;
  }
};

/** Without it, the next command of Nx takes longer, and that is all. */
const keep = (file: string, recorded: Recorded): void => {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(temporary, JSON.stringify(recorded));
    renameSync(temporary, file);
  } catch {}
};
