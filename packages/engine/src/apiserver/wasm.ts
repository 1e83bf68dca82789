import { readFileSync } from 'node:fs';
import { defaultLimits } from '../limits.ts';
import { memoize } from '../memoize.ts';
import { poolOf } from '../wasm/pool.ts';
import { webAssembly } from '../wasm/webassembly.ts';
import { aborted, failure, readAnswer, requestOf, verdictsOf } from './answer.ts';
import type { Inquiry, Session, Start } from './session.ts';
import type { Verdict } from './verdict.ts';

/** The WebAssembly module at this path: it reads no file, and runs in as many threads as there are CPU cores. */
export const wasmSession = ({ path, signal }: Start): Session => ({
  path,
  start: () => {
    // The first inquiry says what is wrong with the module.
    compiled(path).catch(() => {});
  },
  ask: async (inquiry) => {
    if (signal?.aborted) throw aborted();
    return unlessAborted(answersTo(inquiry, path), signal);
  },
  // The threads of a pool end with the process.
  end: () => {},
});

const answersTo = async (inquiry: Inquiry, path: string): Promise<readonly Verdict[]> => {
  // Feature gates hold for all later requests to a thread.
  const pool = await openPool(JSON.stringify([path, inquiry.featureGates]));
  const answers = partsOf(inquiry).map(async (part) => {
    const reply = await pool.ask({ text: requestOf(part, 1), roots: [] });
    if ('answer' in reply) return verdictsOf(readAnswer(reply.answer), path);
    throw failure(path, `the validation of objects was stopped: ${reply.stopped}`);
  });
  return (await Promise.all(answers)).flat();
};

const unlessAborted = <T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> =>
  signal === undefined
    ? work
    : new Promise((resolve, reject) => {
        const abort = () => reject(aborted());
        signal.addEventListener('abort', abort, { once: true });
        work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
      });

/** The wall time that a part may take, in milliseconds: some hundred times what it needs. */
const timeout = 300_000;

const openPool = memoize(async (key: string) => {
  const [path] = JSON.parse(key) as readonly [string];
  return poolOf(await compiled(path), { ...defaultLimits, timeout });
});

/** Compiled once for the whole process. */
const compiled = memoize(async (path: string) => {
  try {
    return await webAssembly.compile(readFileSync(path));
  } catch (cause) {
    throw failure(path, `the WebAssembly module is broken: ${(cause as Error).message}`);
  }
});

/** A thread takes half a second to start, which pays off for so many objects. */
const size = 200;

/** Parts of an inquiry that threads can work on at the same time. */
const partsOf = (inquiry: Inquiry): readonly Inquiry[] =>
  Array.from({ length: Math.ceil(inquiry.objects.length / size) }, (_, index) => ({
    ...inquiry,
    objects: inquiry.objects.slice(index * size, (index + 1) * size),
  }));
