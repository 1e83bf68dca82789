import { spawn } from 'node:child_process';
import { type ExitCode, Failure } from '@helm-charts/types';

/** What the program answers (go/apiserver/serve/message.go). */
interface Answer {
  readonly result?: unknown;
  readonly error?: string;
}

/** A start of the program. */
export interface Start {
  readonly program: string;
  readonly args: readonly string[];
}

/**
 * Starts the program for one request and returns the result. A start takes 0.05 s, so the program
 * need not go on.
 * @throws {Failure} With exit code 2 if the program refuses its arguments, 3 if it can't be started
 * or ends without a result.
 */
export const run = ({ program, args }: Start, request: object): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const fail = (message: string, exitCode: ExitCode = 3) =>
      reject(
        new Failure(exitCode, [
          { rule: 'environment', severity: 'error', input: program, message },
        ]),
      );
    const child = spawn(program, args, { env: {} });
    const chunks: Buffer[] = [];
    let complaint = '';
    child.on('error', ({ message }) => fail(`the program cannot be started: ${message}`));
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => {
      complaint += chunk;
    });
    child.on('close', (status, signal) => {
      const text = Buffer.concat(chunks).toString();
      if (status === 2) return fail(complaint.trim(), 2);
      if (status !== 0 || text === '') return fail(`the program ended with ${signal ?? status}`);
      // The program has answered its only request.
      const { result, error } = JSON.parse(text) as Answer;
      error === undefined ? resolve(result) : fail(error);
    });
    // A program that has ended says so with its exit code.
    child.stdin.on('error', () => {});
    child.stdin.end(JSON.stringify({ id: 1, ...request }));
  });
