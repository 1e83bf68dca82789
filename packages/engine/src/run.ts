import { spawn } from 'node:child_process';
import { availableParallelism, devNull } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '@helm-charts/types';
import PQueue from 'p-queue';

/** What a program is given. */
export interface Call {
  readonly path: string;
  readonly args: readonly string[];
  /** Its standard input. */
  readonly input?: string;
  /** Aborting it kills the program. */
  readonly signal?: AbortSignal | undefined;
  /** What it does, for the sentence if it dies: `rendering release web`. */
  readonly purpose: string;
  /** Whether it goes before others that wait, since more work follows from what it says. */
  readonly isUrgent?: boolean;
}

/** What a program said before it ended by itself. */
export interface Outcome {
  readonly isOk: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program away from the user's own settings: no helm or kubectl configuration, no cluster,
 * no network, fixed language and time zone. Over the whole process, no more run at once than there
 * are cores.
 * Throws a Failure with exit code 3 if it can't be started or was killed, and 130 if the signal was
 * aborted.
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
    // A program that ends before it has read its input closes the pipe; how it ended tells more.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    child.on('error', (error) => fail(3, `it can't be started: ${error.message}`));
    child.on('close', (status, killedBy) => {
      signal?.removeEventListener('abort', kill);
      if (signal?.aborted) return interrupted();
      if (killedBy !== null) {
        return fail(
          3,
          `killed by ${killedBy} while ${purpose}`,
          'run it again, with more memory free',
        );
      }
      resolve({ isOk: status === 0, stdout: stdout(), stderr: stderr() });
    });
  });

/** Whole chunks are kept, since a character may lie on the edge between two. */
const collect = (stream: NodeJS.ReadableStream): (() => string) => {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
};

/** Nothing exists there, and nothing can be made there. */
const nowhere = '/nonexistent';
/** The discard port: whatever asks for the network is refused at once. */
const noNetwork = 'http://127.0.0.1:9';

const environment = (): NodeJS.ProcessEnv => ({
  // HELM_BIN and KUBECTL_BIN may be scripts.
  PATH: process.env.PATH,
  HOME: nowhere,
  KUBECONFIG: devNull,
  HELM_CACHE_HOME: nowhere,
  HELM_CONFIG_HOME: nowhere,
  HELM_DATA_HOME: nowhere,
  HELM_PLUGINS: nowhere,
  TZ: 'UTC',
  LC_ALL: 'C',
  // Such short runs would spend a quarter of their time collecting garbage.
  GOGC: 'off',
  GOMEMLIMIT: '128MiB',
  http_proxy: noNetwork,
  https_proxy: noNetwork,
  HTTP_PROXY: noNetwork,
  HTTPS_PROXY: noNetwork,
});
