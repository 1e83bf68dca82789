import { spawn } from 'node:child_process';
import { Failure } from '@helm-charts/types';

/** What the program answers (go/apiserver/serve/message.go). */
interface Answer {
  readonly result?: unknown;
  readonly error?: string;
}

/**
 * Starts the program for one request and returns the result. A start takes 0.05 s, so the program
 * need not go on.
 * @throws {Failure} With exit code 3 if the program can't be started or ends without a result.
 */
export const run = (program: string, request: object): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const fail = (message: string) =>
      reject(new Failure(3, [{ rule: 'environment', severity: 'error', input: program, message }]));
    const child = spawn(program, [], { stdio: ['pipe', 'pipe', 'ignore'], env: {} });
    const chunks: Buffer[] = [];
    child.on('error', ({ message }) => fail(`the program cannot be started: ${message}`));
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('close', (status, signal) => {
      const text = Buffer.concat(chunks).toString();
      if (status !== 0 || text === '') return fail(`the program ended with ${signal ?? status}`);
      // The program has answered its only request.
      const { result, error } = JSON.parse(text) as Answer;
      error === undefined ? resolve(result) : fail(error);
    });
    // A program that has ended says so with its exit code.
    child.stdin.on('error', () => {});
    child.stdin.end(JSON.stringify({ id: 1, ...request }));
  });
