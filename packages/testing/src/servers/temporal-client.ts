import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { workspaceRoot } from '../workspace.ts';
import { makeFolder, removeFolder } from './folder.ts';
import { launch } from './launch.ts';
import { missing } from './missing.ts';

/** A client and a worker of Temporal in one process, which completes one workflow. */
interface TemporalClient extends AsyncDisposable {
  /** Waits for a log line. */
  saying(pattern: RegExp): Promise<void>;
  /**
   * The result of the workflow.
   * @throws {Error} With the output of the client if the workflow fails.
   */
  result(): Promise<unknown>;
}

/**
 * Starts a workflow that waits for a time between two activities, with the environment of a worker. From this process it gets only PATH.
 */
export const startClient = async (
  environment: Readonly<Record<string, string>>,
  milliseconds = 0,
): Promise<TemporalClient> => {
  const program = join(findClient(), 'run.mjs');
  const folder = await makeFolder('temporal-client');
  const client = await launch({
    command: process.execPath,
    arguments: [program, String(milliseconds)],
    folder,
    environment,
    stopSignal: 'SIGKILL',
    ready: /^started$/,
    patience: 120,
    user: {},
  });
  return {
    saying: (pattern) => client.saying(pattern),
    result: async () => {
      const { code } = await client.exited;
      const said = client.log();
      const result = said.find((line) => line.startsWith('result '));
      if (code !== 0 || result === undefined) throw new Error(said.join('\n'));
      return JSON.parse(result.slice('result '.length));
    },
    [Symbol.asyncDispose]: async () => {
      await client.stop('SIGKILL');
      await removeFolder(folder);
    },
  };
};

const findClient = (): string => {
  const find = join(workspaceRoot, 'tools/temporal-client/find.sh');
  try {
    return execFileSync('/bin/sh', [find], { encoding: 'utf8' }).trim();
  } catch {
    throw missing('temporal-client', 'Run `sh tools/temporal-client/build.sh`.');
  }
};
