import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { Failure } from '@helm-charts/types';

/** What the program answers (go/serve/message.go). */
export interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
  readonly warnings?: readonly string[];
}

/** A running program that answers requests. */
export interface Connection {
  /** Sends a request; rejects with a Failure if the program ends before it has answered. */
  readonly ask: (request: object) => Promise<Answer>;
}

/** A request that has no answer yet. */
interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (failure: Failure) => void;
}

/**
 * Starts the program. It ends with this process, since its standard input ends then, and it keeps this process alive
 * only while a request has no answer.
 */
export const connect = (path: string): Connection => {
  const child = spawn(path, [], { stdio: ['pipe', 'pipe', 'ignore'] });
  const waiting = new Map<number, Waiting>();
  const hold = holder(child);
  const fail = (message: string) => {
    const finding = { rule: 'environment', severity: 'error', input: path, message } as const;
    for (const { reject } of waiting.values()) reject(new Failure(3, [finding]));
    waiting.clear();
  };
  eachLine(child.stdout, (line) => {
    const answer = JSON.parse(line) as Answer;
    waiting.get(answer.id)?.resolve(answer);
    waiting.delete(answer.id);
    if (waiting.size === 0) hold(false);
  });
  child.on('error', (error) => fail(`the program cannot be started: ${error.message}`));
  child.on('close', (status, signal) => fail(`the program ended with ${signal ?? status}`));
  child.stdin.on('error', () => {});
  hold(false);
  let last = 0;
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        last += 1;
        waiting.set(last, { resolve, reject });
        hold(true);
        child.stdin.write(`${JSON.stringify({ id: last, ...request })}\n`);
      }),
  };
};

/** Makes the program keep this process alive, or not. */
const holder = (child: ChildProcessByStdio<Writable, Readable, null>) => (isHeld: boolean) => {
  // The streams of a child process are sockets, which its types do not say.
  const handles = [child, child.stdin, child.stdout] as unknown as readonly Handle[];
  for (const handle of handles) isHeld ? handle.ref() : handle.unref();
};

interface Handle {
  readonly ref: () => void;
  readonly unref: () => void;
}

/** Chunks are joined before decoding, since a character may span two chunks. */
const eachLine = (stream: Readable, take: (line: string) => void): void => {
  let parts: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      parts.push(chunk.subarray(start, end));
      take(Buffer.concat(parts).toString());
      parts = [];
      start = end + 1;
    }
    if (start < chunk.length) parts.push(chunk.subarray(start));
  });
};
