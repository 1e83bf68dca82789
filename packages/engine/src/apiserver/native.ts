import { spawn } from 'node:child_process';
import { Broken } from '../broken.ts';
import { isDamaged } from '../executable.ts';
import { type ApiServer, failure, requestOf, verdictsIn } from './answer.ts';

/** The program at this path. A start takes 0.05 s, so each request has one. */
export const nativeApiServer = (path: string): ApiServer => ({
  path,
  ask: async (inquiry) => verdictsIn(await run(path, requestOf(inquiry)), path),
});

/** Starts the program for one request and returns what it answers. */
const run = (path: string, request: string): Promise<string> =>
  new Promise((resolve, reject) => {
    if (isDamaged(path)) return reject(new Broken('it is damaged'));
    const child = spawn(path, [], { env: {}, stdio: ['pipe', 'pipe', 'ignore'] });
    const chunks: Buffer[] = [];
    child.on('error', ({ message }) => reject(new Broken(message)));
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('close', (status, signal) => {
      const text = Buffer.concat(chunks).toString();
      const isComplete = status === 0 && text !== '';
      if (isComplete) resolve(text);
      else reject(failure(path, `the program ended with ${signal ?? status}`));
    });
    // A program that has ended says so with its exit code.
    child.stdin.on('error', () => {});
    child.stdin.end(request);
  });
