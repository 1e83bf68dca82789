import { Failure } from '@helm-charts/types';
import { memoize } from '../memoize.ts';
import { type Connection, connect } from '../native/connection.ts';
import type { Question, Verdict } from './verdict.ts';

/** A question that has no answer yet. */
interface Waiting {
  readonly question: Question;
  readonly resolve: (verdict: Verdict) => void;
  readonly reject: (cause: unknown) => void;
}

/** What is the same for all questions. */
interface Settings {
  /** The path of the program. */
  readonly program: string;
  /** Whether objects are created or updated. */
  readonly verb: 'create' | 'update';
  /** The texts of the CustomResourceDefinitions of the cluster. */
  readonly definitions: readonly string[];
}

/**
 * Returns a function that asks the program whether the API server accepts an object. Questions of
 * the same turn of the event loop are sent together, since the program works on all objects of a
 * request at the same time.
 */
export const asker = (settings: Settings): ((question: Question) => Promise<Verdict>) => {
  let waiting: Waiting[] = [];
  const flush = async () => {
    const all = waiting;
    waiting = [];
    try {
      const verdicts = await ask(
        settings,
        all.map(({ question }) => question),
      );
      for (const [index, { resolve, reject }] of all.entries()) {
        const verdict = verdicts[index];
        verdict ? resolve(verdict) : reject(failure(settings, incomplete));
      }
    } catch (cause) {
      for (const { reject } of all) reject(cause);
    }
  };
  return (question) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({ question, resolve, reject });
    });
};

/** Sends a request (go/apiserver/serve/message.go). */
const ask = async (
  settings: Settings,
  objects: readonly Question[],
): Promise<readonly Verdict[]> => {
  const { program, verb, definitions } = settings;
  const { result, error } = await connection(program).ask({ [verb]: { objects, definitions } });
  if (error !== undefined) throw failure(settings, error);
  // The result that belongs to both verbs.
  return result as readonly Verdict[];
};

/** One program for the whole process. */
const connection = memoize((path: string): Connection => connect(path));

const incomplete = 'the program answered for fewer objects than it was sent';

const failure = ({ program }: Settings, message: string): Failure =>
  new Failure(3, [{ rule: 'environment', severity: 'error', input: program, message }]);
