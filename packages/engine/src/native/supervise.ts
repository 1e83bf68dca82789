import { availableParallelism } from 'node:os';
import { interrupted } from '../aborted.ts';
import { Broken } from '../broken.ts';
import type { Limits } from '../limits.ts';
import { isOutOfMemory } from '../out-of-memory.ts';
import { stopped } from '../stopped.ts';
import { howEnded, whyBroken } from './ended.ts';
import {
  type Answer,
  type End,
  type NativeProcess,
  type Request,
  startProcess,
} from './process.ts';

/** A request to the native program, with what its messages need. */
export interface Task {
  /** One of the fields of a request (go/serve/message.go). */
  readonly request: Request;
  /** The documents of a validation. */
  readonly texts?: readonly string[];
  readonly limits: Limits;
  /** What the request runs: `its templates`. */
  readonly what: string;
  /** For the message of an interrupt: `rendering release web`. */
  readonly purpose: string;
  /** Whether it goes to the front of the queue, since more requests depend on its result. */
  readonly isUrgent?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** A native program that is started again when it ends. */
export interface Supervisor {
  /** Starts the program, so that it is ready when the first request comes. */
  readonly start: () => void;
  /**
   * Sends a request, in the order of calls.
   * @throws {Stopped} If it exceeded a limit, or the program ended twice while it worked on it.
   * @throws {Broken} If the program is not the engine.
   * @throws {Failure} With exit code 130 as soon as the signal is aborted. It ends the program.
   */
  readonly ask: (task: Task) => Promise<Answer>;
}

/** A request that has no answer yet. */
interface Waiting {
  readonly id: number;
  readonly task: Task;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: Error) => void;
  /** How often the program ended by itself while it worked on this request. */
  readonly crashes: number;
  /** Whether a program ended because of this request or of another one at the same time. */
  readonly isSuspect: boolean;
}

/** The exit codes of a program that stops itself (go/serve/watch.go). */
const exceeded = 70;
const exceededTogether = 71;

/**
 * Supervises a native program. At most four times as many requests as CPU cores are sent at a time, so that the program
 * has work while this process is busy. The others wait here, and are not JSON yet. If the program ends while it works on
 * several requests, each of them is repeated alone, so that the one at fault is found and the others succeed.
 */
export const supervise = (path: string): Supervisor => {
  const window = 4 * availableParallelism();
  const sent = new Map<number, Waiting>();
  let queue: readonly Waiting[] = [];
  let running: NativeProcess | undefined;
  let wasReady = false;
  let busy = 0;
  let last = 0;

  const start = (): NativeProcess => {
    if (running !== undefined) return running;
    const started = startProcess(path, {
      answered: (answer) => {
        settle(answer);
        advance();
      },
      ended: (end) => {
        if (running !== started) return;
        running = undefined;
        setTimeout(advance, recover(end));
      },
    });
    running = started;
    return started;
  };

  const advance = () => {
    const [next, rest] = nextOf(queue, sent, window);
    queue = rest;
    for (const one of next) {
      sent.set(one.id, one);
      const { request, texts, limits } = one.task;
      start().send({ id: one.id, limits: limitsOf(limits), ...request }, texts);
    }
    running?.hold(sent.size > 0);
  };

  const settle = ({ limit, ...answer }: Answer) => {
    const one = sent.get(answer.id);
    sent.delete(answer.id);
    if (limit === undefined) one?.resolve(answer);
    else one?.reject(stopped(limit, one.task));
  };

  /** Decides about the requests that a program had not answered when it ended. Returns how long to wait, in milliseconds. */
  const recover = (end: End): number => {
    const open = [...sent.values()];
    sent.clear();
    if (end.reason === 'ETXTBSY' && busy < 20) {
      busy += 1;
      queue = [...open, ...queue];
      return 10 * busy;
    }
    wasReady ||= end.wasReady;
    if (wasReady) {
      queue = [...open.flatMap((one) => repeated(one, end)), ...queue];
      return 0;
    }
    const broken = new Broken(whyBroken(end));
    for (const { reject } of [...open, ...queue]) reject(broken);
    queue = [];
    return 0;
  };

  const ask = (task: Task): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const { signal, purpose, isUrgent = false } = task;
      if (signal?.aborted) throw interrupted(purpose);
      last += 1;
      const id = last;
      const abort = () => {
        queue = queue.filter((one) => one.id !== id);
        if (sent.delete(id)) stop();
        reject(interrupted(purpose));
      };
      const settled = () => signal?.removeEventListener('abort', abort);
      signal?.addEventListener('abort', abort, { once: true });
      const one: Waiting = {
        id,
        task,
        resolve: (answer) => {
          settled();
          resolve(answer);
        },
        reject: (reason) => {
          settled();
          reject(reason);
        },
        crashes: 0,
        isSuspect: false,
      };
      const others = isUrgent ? queue.findIndex(({ task }) => task.isUrgent !== true) : -1;
      queue = queue.toSpliced(others < 0 ? queue.length : others, 0, one);
      advance();
    });

  /** Ends the program. Another one continues with the requests of those who have not aborted theirs. */
  const stop = () => {
    running?.kill();
    running = undefined;
    queue = [...sent.values(), ...queue];
    sent.clear();
    setImmediate(advance);
  };

  return { start, ask };
};

/** The requests that may be sent now, and the rest: a suspect alone, and the others in order. */
const nextOf = (
  queue: readonly Waiting[],
  sent: ReadonlyMap<number, Waiting>,
  window: number,
): readonly [next: readonly Waiting[], rest: readonly Waiting[]] => {
  const suspect = queue.find(({ isSuspect }) => isSuspect);
  if (suspect !== undefined && sent.size === 0)
    return [[suspect], queue.filter((one) => one !== suspect)];
  if (suspect !== undefined || [...sent.values()].some(({ isSuspect }) => isSuspect))
    return [[], queue];
  const free = Math.max(0, window - sent.size);
  return [queue.slice(0, free), queue.slice(free)];
};

/** A request whose program has ended, to be sent once more; nothing if it is the one at fault. */
const repeated = (one: Waiting, end: End): readonly Waiting[] => {
  if (end.reason === exceeded) return [one];
  if (end.reason === exceededTogether) return [{ ...one, isSuspect: true }];
  if (one.crashes === 0) return [{ ...one, crashes: 1, isSuspect: true }];
  // It was alone.
  const reason = isOutOfMemory(end.said) ? 'memory' : 'crash';
  one.reject(stopped(reason, { ...one.task, ended: howEnded(end) }));
  return [];
};

/** As go/serve/message.go has them. */
const limitsOf = ({ timeout, maxMemory, maxOutput }: Limits): object => ({
  milliseconds: timeout,
  memory: maxMemory,
  output: maxOutput,
});
