import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { isDamaged } from '../executable.ts';
import { eachLine } from './lines.ts';

/** What the program answers (go/serve/message.go). */
export interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
  readonly limit?: 'time' | 'memory' | 'output';
  readonly warnings?: readonly string[];
}

/** How a program ended. */
export interface End {
  /** Whether it was the engine: its first line says so. */
  readonly wasReady: boolean;
  /** The exit code, the signal, or the error code of a program that was not started. */
  readonly reason: number | string;
  /** The start of its standard error. */
  readonly said: string;
}

/** A request to the program (go/serve/message.go). */
export interface Request {
  readonly [name: string]: unknown;
  readonly render?: Rendered;
  readonly trace?: Rendered;
}

type Rendered = object & { readonly apis?: readonly string[] | undefined };

/** A running native program. */
export interface NativeProcess {
  /** The texts are the documents of a validation, which are not written as JSON: that takes longer than to validate them. */
  readonly send: (request: Request, texts?: readonly string[]) => void;
  readonly kill: () => void;
  /** Makes the program keep this process alive, or not. */
  readonly hold: (isHeld: boolean) => void;
}

interface Listener {
  readonly answered: (answer: Answer) => void;
  /** Called once, and never before startProcess has returned. */
  readonly ended: (end: End) => void;
}

/** The first line of the program (go/serve/message.go). */
const hello = '{"hello":"helm-charts-engine"}';

/** A program that has said nothing after this time, in milliseconds, is not the engine. */
const patience = 20_000;

/**
 * Starts the program. It ends with this process, since its standard input ends then. It does not keep this process
 * alive until it is held.
 */
export const startProcess = (path: string, listener: Listener): NativeProcess => {
  const child = spawnProgram(path);
  if (child instanceof Error) {
    setImmediate(() => listener.ended({ wasReady: false, reason: codeOf(child), said: '' }));
    return { send: () => {}, kill: () => {}, hold: () => {} };
  }
  const kill = () => child.kill('SIGKILL');
  const timer = setTimeout(kill, patience).unref();
  let isReady = false;
  let error: Error | undefined;
  eachLine(child.stdout, (line) => {
    if (isReady) {
      const answer = answerOf(line);
      return answer === undefined ? kill() : listener.answered(answer);
    }
    clearTimeout(timer);
    isReady = line === hello;
    if (!isReady) kill();
  });
  const said = head(child.stderr);
  child.on('error', (cause) => {
    error = cause;
  });
  child.on('close', (status, signal) => {
    clearTimeout(timer);
    const reason = error === undefined ? (signal ?? status ?? 'unknown') : codeOf(error);
    listener.ended({ wasReady: isReady, reason, said: said() });
  });
  // A program that has ended reads nothing; how it ended is in `close`.
  child.stdin.on('error', () => {});
  const hold = holder(child);
  hold(false);
  const short = shortener();
  const send: NativeProcess['send'] = (request, texts) => {
    // Requests that are sent at the same time are written at once.
    child.stdin.cork();
    process.nextTick(() => child.stdin.uncork());
    const line =
      texts === undefined
        ? short(request)
        : { ...request, texts: texts.map((text) => Buffer.byteLength(text)) };
    child.stdin.write([JSON.stringify(line), '\n', ...(texts ?? [])].join(''));
  };
  return { send, kill, hold };
};

/** Leaves out a list of APIs that the last request with one had, too: most of what a request has (go/release/names.go). */
const shortener = (): ((request: Request) => object) => {
  let last: readonly string[] | undefined;
  return (request) => {
    const name = request.render === undefined ? 'trace' : 'render';
    const work = request[name];
    if (work?.apis === undefined) return request;
    if (work.apis === last) return { ...request, [name]: { ...work, apis: 'same' } };
    last = work.apis;
    return request;
  };
};

/** Undefined if it is no JSON, so that the program can't be relied on any more. */
const answerOf = (line: string): Answer | undefined => {
  try {
    return JSON.parse(line) as Answer;
  } catch {
    return undefined;
  }
};

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** Node throws some errors of a start, reports others as events, and has no streams then if too many files are open. */
const spawnProgram = (path: string): Child | Error => {
  try {
    accessSync(path, constants.X_OK);
    if (isDamaged(path)) return Object.assign(new Error('damaged'), { code: 'ENOEXEC' });
    const child = spawn(path, [], { stdio: 'pipe', env: {} });
    const isStarted = (child.stdout as Readable | undefined) !== undefined;
    if (isStarted) return child;
    child.on('error', () => {});
    return Object.assign(new Error('no streams'), { code: 'EMFILE' });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
};

const codeOf = (error: Error): string => ('code' in error ? String(error.code) : error.message);

const holder = (child: Child) => {
  // The streams of a child process are sockets, which its types do not say.
  const handles = [child, child.stdin, child.stdout, child.stderr] as unknown as readonly Handle[];
  return (isHeld: boolean): void => {
    for (const handle of handles) isHeld ? handle.ref() : handle.unref();
  };
};

interface Handle {
  readonly ref: () => void;
  readonly unref: () => void;
}

/** The first 64 KiB of a stream. */
const head = (stream: Readable): (() => string) => {
  let text = '';
  stream.on('data', (chunk: Buffer) => {
    if (text.length < 2 ** 16) text += chunk.toString('latin1');
  });
  return () => text;
};
