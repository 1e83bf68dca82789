import { spawn } from 'node:child_process';
import { availableParallelism, devNull } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '@helm-charts/types';
import PQueue from 'p-queue';

/** A call of a program. */
export interface Call {
  readonly path: string;
  readonly args: readonly string[];
  /** The standard input. */
  readonly input?: string;
  /** Aborting it kills the program. */
  readonly signal?: AbortSignal | undefined;
  /** The purpose, for the message if the program is killed: `rendering release web`. */
  readonly purpose: string;
  /** Whether the call goes to the front of the queue, since more calls depend on its result. */
  readonly isUrgent?: boolean;
}

/** The output and exit code of a program that ended by itself. */
export interface Outcome {
  readonly isOk: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program isolated from the settings of the user: no helm or kubectl configuration, no
 * cluster, no network, a fixed locale and time zone. A process runs at most one program per CPU
 * core at the same time.
 * @throws {Failure} With exit code 3 if the program can't be started or was killed, and 130 if the signal was aborted.
 */
export const run = (call: Call): Promise<Outcome> =>
  queue.add(() => untilReady(() => start(call)), { priority: call.isUrgent ? 1 : 0 });

const queue = new PQueue({ concurrency: availableParallelism() });

/**
 * A program that has just been written can't be started while another process, forked at that moment, still has its file open
 * (ETXTBSY, golang/go#22315): that lasts until the other one has started its own program.
 */
const untilReady = async (start: () => Promise<Outcome>): Promise<Outcome> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start();
    } catch (error) {
      const isBusy = error instanceof Error && 'code' in error && error.code === 'ETXTBSY';
      if (!isBusy || attempt === 20) throw error;
      await sleep(10 * attempt);
    }
  }
};

const start = ({ path, args, input, signal, purpose }: Call): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    const fail = (code: 3 | 130, message: string, fix?: string) => {
      const place = { input: path, message, ...(fix && { fix }) };
      reject(new Failure(code, [{ rule: 'environment', severity: 'error', ...place }]));
    };
    const interrupted = () => fail(130, `interrupted while ${purpose}`);
    if (signal?.aborted) return interrupted();

    const child = spawn(path, args, { env: environment() });
    const kill = () => child.kill('SIGKILL');
    signal?.addEventListener('abort', kill, { once: true });
    const stdout = collect(child.stdout);
    const stderr = collect(child.stderr);
    // A program that ends before it has read its input closes the pipe. Ignore that error: the exit
    // code says more.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    child.on('error', (error) => fail(3, `the program cannot be started: ${error.message}`));
    child.on('close', (status, killedBy) => {
      signal?.removeEventListener('abort', kill);
      if (signal?.aborted) return interrupted();
      if (killedBy !== null) {
        return fail(
          3,
          `killed by ${killedBy} while ${purpose}`,
          'free some memory and run it again',
        );
      }
      resolve({ isOk: status === 0, stdout: stdout(), stderr: stderr() });
    });
  });

/** Chunks are joined before decoding, since a character may span two chunks. */
const collect = (stream: NodeJS.ReadableStream): (() => string) => {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
};

/** A directory that does not exist and cannot be created. */
const nowhere = '/nonexistent';
/** The discard port, so that every network request fails immediately. */
const noNetwork = 'http://127.0.0.1:9';

const environment = (): NodeJS.ProcessEnv => ({
  // HELM_BIN and KUBECTL_BIN may be scripts, which need PATH.
  PATH: process.env.PATH,
  HOME: nowhere,
  KUBECONFIG: devNull,
  HELM_CACHE_HOME: nowhere,
  HELM_CONFIG_HOME: nowhere,
  HELM_DATA_HOME: nowhere,
  HELM_PLUGINS: nowhere,
  // kustomize starts git for a repository: git then has no way to get one, not even from a directory.
  GIT_ALLOW_PROTOCOL: 'none',
  TZ: 'UTC',
  LC_ALL: 'C',
  // No garbage collection below GOMEMLIMIT: it would take a quarter of the time of such short runs.
  GOGC: 'off',
  GOMEMLIMIT: '128MiB',
  http_proxy: noNetwork,
  https_proxy: noNetwork,
  HTTP_PROXY: noNetwork,
  HTTPS_PROXY: noNetwork,
});
