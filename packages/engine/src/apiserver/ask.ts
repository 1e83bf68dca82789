import { run } from './run.ts';
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
  /** Feature gates that differ from their defaults. */
  readonly featureGates: Readonly<Record<string, boolean>>;
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
      // One for each question (go/apiserver/serve/message.go).
      for (const [index, { resolve }] of all.entries()) resolve(verdicts[index] as Verdict);
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

const ask = async (
  { program, verb, definitions, featureGates }: Settings,
  objects: readonly Question[],
): Promise<readonly Verdict[]> => {
  const gates = Object.entries(featureGates).map(([name, isOn]) => `${name}=${isOn}`);
  const start = { program, args: [`-feature-gates=${gates.join(',')}`] };
  // The result of both verbs (go/apiserver/serve/message.go).
  return (await run(start, { [verb]: { objects, definitions } })) as readonly Verdict[];
};
