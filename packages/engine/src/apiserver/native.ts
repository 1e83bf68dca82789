import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { Broken } from '../broken.ts';
import { isDamaged } from '../executable.ts';
import { eachLine } from '../native/lines.ts';
import { aborted, failure, readAnswer, requestOf, verdictsOf } from './answer.ts';
import type { Session, Start } from './session.ts';
import type { Verdict } from './verdict.ts';

/** A request that has no answer yet. */
interface Waiting {
  readonly by: Session;
  readonly resolve: (verdicts: readonly Verdict[]) => void;
  readonly reject: (cause: unknown) => void;
}

/** A program that runs for one or more sessions. */
interface Running {
  readonly child: ChildProcessWithoutNullStreams;
  readonly waiting: Map<number, Waiting>;
  readonly users: Set<Session>;
}

/** The running programs, by path and feature gates: the gates of a request hold for all later ones, too (go/apiserver/serve/serve.go). */
const programs = new Map<string, Running>();

let last = 0;

/**
 * The program at a path. It starts with the first inquiry, and goes on until the session ends. Sessions of the same program and feature
 * gates that are open at the same time share one process, since each process needs about 0.1 s of CPU time to start.
 */
export const nativeSession = ({ path, featureGates = {}, signal }: Start): Session => {
  const key = JSON.stringify([path, featureGates]);

  const start = (): Running => {
    const running = programs.get(key) ?? startProgram(path, key);
    if (!running.users.has(session)) {
      running.users.add(session);
      signal?.addEventListener('abort', abort, { once: true });
    }
    return running;
  };

  const abort = () => {
    const { waiting = new Map<number, Waiting>() } = programs.get(key) ?? {};
    for (const [id, { by, reject }] of waiting) {
      if (by !== session) continue;
      waiting.delete(id);
      reject(aborted());
    }
    end();
  };

  const end = () => {
    signal?.removeEventListener('abort', abort);
    const running = programs.get(key);
    if (running?.users.delete(session) !== true || running.users.size > 0) return;
    programs.delete(key);
    running.child.kill();
  };

  const session: Session = {
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
        const { child, waiting } = start();
        last += 1;
        waiting.set(last, { by: session, resolve, reject });
        child.stdin.write(`${requestOf(inquiry, last)}\n`);
      }),
  };
  return session;
};

/**
 * The program leaves much garbage in a short time. With this variable of Go's runtime it is collected half as often, which takes a quarter
 * less of its CPU time and a few megabytes more.
 */
const startProgram = (path: string, key: string): Running => {
  if (isDamaged(path)) throw new Broken('it is damaged');
  const child = spawn(path, [], { env: { GOGC: '200' } });
  const waiting = new Map<number, Waiting>();
  const running = { child, waiting, users: new Set<Session>() };
  programs.set(key, running);
  const ended = (cause: unknown) => {
    if (programs.get(key) !== running) return;
    programs.delete(key);
    for (const { reject } of waiting.values()) reject(cause);
  };
  child.on('error', ({ message }) => ended(new Broken(message)));
  child.stderr.resume();
  eachLine(child.stdout, (line) => {
    const answer = readAnswer(line);
    const one = waiting.get(answer.id);
    waiting.delete(answer.id);
    try {
      one?.resolve(verdictsOf(answer, path));
    } catch (cause) {
      one?.reject(cause);
    }
  });
  child.on('close', (status, by) => ended(failure(path, `the program ended with ${by ?? status}`)));
  // A program that has ended says so with its exit code.
  child.stdin.on('error', () => {});
  return running;
};
