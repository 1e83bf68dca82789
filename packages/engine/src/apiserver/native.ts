import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { Broken } from '../broken.ts';
import { isDamaged } from '../executable.ts';
import { eachLine } from '../native/lines.ts';
import { aborted, failure, readAnswer, requestOf, verdictsOf } from './answer.ts';
import type { Session, Start } from './session.ts';
import type { Verdict } from './verdict.ts';

/** A request that has no answer yet. */
interface Waiting {
  readonly resolve: (verdicts: readonly Verdict[]) => void;
  readonly reject: (cause: unknown) => void;
}

/** The program at a path. It starts with the first inquiry, and goes on until the session ends. */
export const nativeSession = ({ path, signal }: Start): Session => {
  const waiting = new Map<number, Waiting>();
  let child: ChildProcessWithoutNullStreams | undefined;
  let last = 0;

  const rejectAll = (cause: unknown) => {
    for (const { reject } of waiting.values()) reject(cause);
    waiting.clear();
  };

  const answered = (line: string) => {
    const answer = readAnswer(line);
    const one = waiting.get(answer.id);
    waiting.delete(answer.id);
    try {
      one?.resolve(verdictsOf(answer, path));
    } catch (cause) {
      one?.reject(cause);
    }
  };

  const abort = () => {
    rejectAll(aborted());
    end();
  };

  const start = (): ChildProcessWithoutNullStreams => {
    if (child !== undefined) return child;
    if (isDamaged(path)) throw new Broken('it is damaged');
    const started = spawn(path, [], { env: {} });
    child = started;
    const ended = (cause: unknown) => {
      if (child !== started) return;
      child = undefined;
      rejectAll(cause);
    };
    started.on('error', ({ message }) => ended(new Broken(message)));
    started.stderr.resume();
    eachLine(started.stdout, answered);
    started.on('close', (status, by) =>
      ended(failure(path, `the program ended with ${by ?? status}`)),
    );
    // A program that has ended says so with its exit code.
    started.stdin.on('error', () => {});
    signal?.addEventListener('abort', abort, { once: true });
    return started;
  };

  const end = () => {
    signal?.removeEventListener('abort', abort);
    child?.kill();
    child = undefined;
  };

  return {
    path,
    start: () => {
      try {
        start();
      } catch {
        // The first inquiry says so.
      }
    },
    end,
    ask: (inquiry) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) throw aborted();
        const running = start();
        last += 1;
        waiting.set(last, { resolve, reject });
        running.stdin.write(`${requestOf(inquiry, last)}\n`);
      }),
  };
};
