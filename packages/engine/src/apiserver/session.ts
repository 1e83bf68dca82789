import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { type ExitCode, Failure } from '@helm-charts/types';
import { interrupted } from '../aborted.ts';
import { eachLine } from '../native/lines.ts';

/** The program for a number of requests. */
export interface Session {
  /** Starts the program while the caller still prepares the first request. */
  readonly start: () => void;
  /**
   * Sends a request, in the order of calls, and returns the result (go/apiserver/serve/message.go).
   * @throws {Failure} With exit code 2 if the program refuses its arguments, 3 if it can't be started or ends without a
   * result, 130 if the signal is aborted.
   */
  readonly ask: (request: object) => Promise<unknown>;
  /** Ends the program. A later request starts it again. */
  readonly end: () => void;
}

/** How the program is started. */
export interface Start {
  readonly program: string;
  readonly args: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** What the program answers (go/apiserver/serve/message.go). */
interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

/** A request that has no answer yet. */
interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (cause: Failure) => void;
}

/** Opens a session. The program starts with the first request, and goes on until the session ends. */
export const openSession = ({ program, args, signal }: Start): Session => {
  const waiting = new Map<number, Waiting>();
  let child: ChildProcessWithoutNullStreams | undefined;
  let last = 0;

  const failure = (message: string, exitCode: ExitCode = 3) =>
    new Failure(exitCode, [{ rule: 'environment', severity: 'error', input: program, message }]);

  const rejectAll = (cause: Failure) => {
    for (const { reject } of waiting.values()) reject(cause);
    waiting.clear();
  };

  const answered = (line: string) => {
    const { id, result, error } = JSON.parse(line) as Answer;
    const one = waiting.get(id);
    waiting.delete(id);
    error === undefined ? one?.resolve(result) : one?.reject(failure(error));
  };

  const abort = () => {
    rejectAll(interrupted('validating as the API server does'));
    end();
  };

  const start = (): ChildProcessWithoutNullStreams => {
    if (child !== undefined) return child;
    const started = spawn(program, args, { env: {} });
    child = started;
    let complaint = '';
    const ended = (cause: Failure) => {
      if (child !== started) return;
      child = undefined;
      rejectAll(cause);
    };
    started.on('error', ({ message }) =>
      ended(failure(`the program cannot be started: ${message}`)),
    );
    started.stderr.on('data', (chunk: Buffer) => {
      complaint += chunk;
    });
    eachLine(started.stdout, answered);
    started.on('close', (status, by) =>
      ended(
        status === 2
          ? failure(complaint.trim(), 2)
          : failure(`the program ended with ${by ?? status}`),
      ),
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
    start,
    end,
    ask: (request) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) throw interrupted('validating as the API server does');
        const running = start();
        last += 1;
        waiting.set(last, { resolve, reject });
        running.stdin.write(`${JSON.stringify({ id: last, ...request })}\n`);
      }),
  };
};
