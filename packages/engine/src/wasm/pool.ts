import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Limits } from '../limits.ts';
import type { Request } from './instance.ts';
import { begun, type Reply, type Start } from './thread.ts';
import type { Module } from './webassembly.ts';

/** The reply to a request whose thread was terminated, too. */
export type PoolReply = Reply | { readonly stopped: 'time'; readonly written: string };

/** Threads that answer requests. */
export interface Pool {
  /** Aborting the signal terminates the thread; the promise stays pending then. */
  readonly ask: (request: Request, signal?: AbortSignal) => Promise<PoolReply>;
}

/** A request without a reply. */
interface Job {
  readonly request: Request;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (reply: PoolReply) => void;
}

/** A thread, and what it works on. */
interface Thread {
  readonly worker: Worker;
  job: Job | undefined;
  timer?: NodeJS.Timeout;
  abort?: () => void;
}

/**
 * Makes a pool of at most as many threads as CPU cores. A thread that works too long is terminated, and a new one takes
 * its place. Threads without work don't keep this process alive.
 */
export const poolOf = (
  module: Module,
  { timeout, maxOutput }: Pick<Limits, 'timeout' | 'maxOutput'>,
): Pool => {
  const threads = new Set<Thread>();
  const queue: Job[] = [];

  const start = (): Thread => {
    const workerData: Start = { module, maxOutput };
    const thread: Thread = { worker: new Worker(program, { workerData }), job: undefined };
    thread.worker.on('message', (reply: Reply | typeof begun) => {
      if (reply === begun) {
        thread.timer = setTimeout(() => stop(thread, { stopped: 'time', written: '' }), timeout);
      } else {
        finish(thread)?.resolve(reply);
        thread.worker.unref();
        advance();
      }
    });
    thread.worker.on('error', (error: Error) =>
      stop(thread, { stopped: 'crash', written: error.message }),
    );
    threads.add(thread);
    return thread;
  };

  const advance = () => {
    while (queue.length > 0) {
      const idle = [...threads].find(({ job }) => job === undefined);
      if (idle === undefined && threads.size >= availableParallelism()) return;
      work(idle ?? start(), queue.shift());
    }
  };

  const work = (thread: Thread, job: Job | undefined) => {
    if (job === undefined) return;
    thread.job = job;
    thread.abort = () => stop(thread, undefined);
    job.signal?.addEventListener('abort', thread.abort);
    thread.worker.ref();
    thread.worker.postMessage(job.request);
  };

  const finish = (thread: Thread): Job | undefined => {
    const { job, timer, abort } = thread;
    clearTimeout(timer);
    if (abort !== undefined) job?.signal?.removeEventListener('abort', abort);
    thread.job = undefined;
    return job;
  };

  const stop = (thread: Thread, reply: PoolReply | undefined) => {
    threads.delete(thread);
    const job = finish(thread);
    if (reply !== undefined) job?.resolve(reply);
    // A thread that can't be terminated does no harm: its replies are read by nobody.
    thread.worker.terminate().catch(() => {});
    advance();
  };

  return {
    ask: (request, signal) =>
      new Promise((resolve) => {
        queue.push({ request, signal, resolve });
        advance();
      }),
  };
};

/** Node.js runs the sources of this package in this repository, and what is built of them elsewhere. */
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const program = new URL(`./worker.${extension}`, import.meta.url);
