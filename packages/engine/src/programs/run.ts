import { availableParallelism, devNull } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '@helm-charts/types';
import PQueue from 'p-queue';
import { interrupted } from '../aborted.ts';
import { defaultLimits, type Limits } from '../limits.ts';
import { isOutOfMemory } from '../out-of-memory.ts';
import { type Reason, stopped } from '../stopped.ts';
import { busyError, spawnLimited } from './spawn.ts';

/** A call of a program. */
export interface Call {
  readonly path: string;
  readonly args: readonly string[];
  /** The standard input. */
  readonly input?: string;
  /** Aborting it kills the program. */
  readonly signal?: AbortSignal | undefined;
  /** The default is 30 s, 1 GiB of memory and 64 MiB of output. */
  readonly limits?: Limits;
  /** What runs, for the message if it exceeds a limit: `its templates`. The default is the program. */
  readonly what?: string;
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
 * The program is killed if it exceeds a limit, or if this process ends before it.
 * @throws {Stopped} If it exceeded a limit.
 * @throws {Failure} With exit code 3 if the program can't be started or was killed, and 130 if the signal was aborted.
 */
export const run = (call: Call): Promise<Outcome> =>
  theQueue().add(() => untilReady(() => start(call)), { priority: call.isUrgent ? 1 : 0 });

/** Made for the first program, since most processes run none. */
const theQueue = (): PQueue => {
  queue ??= new PQueue({ concurrency: availableParallelism() });
  return queue;
};

let queue: PQueue | undefined;

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

const start = (call: Call): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    const { path, args, input, signal, purpose, what = path, limits = defaultLimits } = call;
    const fail = (message: string, fix?: string) => {
      const place = { input: path, message, ...(fix && { fix }) };
      reject(new Failure(3, [{ rule: 'environment', severity: 'error', ...place }]));
    };
    const notStarted = (error: Error) => fail(`the program cannot be started: ${error.message}`);
    if (signal?.aborted) return reject(interrupted(purpose));

    const { maxMemory, maxOutput, timeout } = limits;
    const child = unlessThrown(() =>
      spawnLimited(path, args, { maxMemory, env: environment(maxMemory) }),
    );
    if (child instanceof Error) return notStarted(child);
    let exceeded: Reason | undefined;
    const kill = () => child.kill('SIGKILL');
    const stop = (reason: Reason) => {
      exceeded ??= reason;
      kill();
    };
    const timer = setTimeout(() => stop('time'), timeout);
    signal?.addEventListener('abort', kill, { once: true });
    const stdout = collect(child.stdout, maxOutput, () => stop('output'));
    const stderr = collect(child.stderr, maxOutput, () => stop('output'));
    // A program that ends before it has read its input closes the pipe. Ignore that error: the exit
    // code says more.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    child.on('error', notStarted);
    child.on('close', (status, killedBy) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', kill);
      if (signal?.aborted) return reject(interrupted(purpose));
      const outcome = { isOk: status === 0, stdout: stdout(), stderr: stderr() };
      const reason =
        exceeded ?? (status === 2 && isOutOfMemory(outcome.stderr) ? 'memory' : undefined);
      if (reason !== undefined) return reject(stopped(reason, { what, limits }));
      if (killedBy !== null)
        return fail(`killed by ${killedBy} while ${purpose}`, 'free some memory and run it again');
      const busy = busyError(path, status, outcome.stderr);
      busy === undefined ? resolve(outcome) : reject(busy);
    });
  });

const unlessThrown = <T>(work: () => T): T | Error => {
  try {
    return work();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
};

/** Chunks are joined before decoding, since a character may span two chunks. */
const collect = (
  stream: NodeJS.ReadableStream,
  most: number,
  exceed: () => void,
): (() => string) => {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > most) return exceed();
    chunks.push(chunk);
  });
  return () => Buffer.concat(chunks).toString();
};

/** A directory that does not exist and cannot be created. */
const nowhere = '/nonexistent';
/** The discard port, so that every network request fails immediately. */
const noNetwork = 'http://127.0.0.1:9';

const environment = (maxMemory: number): NodeJS.ProcessEnv => ({
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
  GOMEMLIMIT: `${Math.min(128 * 2 ** 20, Math.round(maxMemory / 2))}B`,
  http_proxy: noNetwork,
  https_proxy: noNetwork,
  HTTP_PROXY: noNetwork,
  HTTPS_PROXY: noNetwork,
});
