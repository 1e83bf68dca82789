import { Failure } from '@helm-charts/types';
import { memoize } from '../memoize.ts';
import { type Connection, connect } from '../native/connection.ts';
import type { Sent, Verdict } from './verdict.ts';

/** A question that has no answer yet. */
interface Waiting {
  readonly sent: Sent;
  readonly resolve: (verdict: Verdict) => void;
  readonly reject: (cause: unknown) => void;
}

/**
 * Returns a function that asks a program whether the API server would create an object. Objects
 * of the same turn of the event loop are sent together, since the program works on all of a request
 * at the same time. `definitions` are the texts of the CustomResourceDefinitions of the cluster.
 */
export const asker = (
  program: string,
  definitions: readonly string[],
): ((sent: Sent) => Promise<Verdict>) => {
  let waiting: Waiting[] = [];
  const flush = async () => {
    const all = waiting;
    waiting = [];
    try {
      const objects = all.map(({ sent }) => sent);
      const verdicts = await create(program, { objects, definitions });
      for (const [index, { resolve, reject }] of all.entries()) {
        const verdict = verdicts[index];
        verdict ? resolve(verdict) : reject(failure(program, incomplete));
      }
    } catch (cause) {
      for (const { reject } of all) reject(cause);
    }
  };
  return (sent) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({ sent, resolve, reject });
    });
};

/** A request of the program (go/apiserver/serve/message.go). */
interface Create {
  readonly objects: readonly Sent[];
  readonly definitions: readonly string[];
}

const create = async (program: string, request: Create): Promise<readonly Verdict[]> => {
  const { result, error } = await connection(program).ask({ create: request });
  if (error !== undefined) throw failure(program, error);
  // The result that belongs to this request.
  return result as readonly Verdict[];
};

/** One program for the whole process. */
const connection = memoize((path: string): Connection => connect(path));

const incomplete = 'the program answered for fewer objects than it was sent';

const failure = (program: string, message: string): Failure =>
  new Failure(3, [{ rule: 'environment', severity: 'error', input: program, message }]);
