import type { ApiServer, Inquiry } from './answer.ts';
import type { Question, Verdict } from './verdict.ts';

/** A question that has no answer yet. */
interface Waiting {
  readonly question: Question;
  readonly resolve: (verdict: Verdict) => void;
  readonly reject: (cause: unknown) => void;
}

/** What is the same for all questions. */
interface Settings extends Omit<Inquiry, 'objects'> {
  readonly server: ApiServer;
}

/**
 * Returns a function that asks whether the API server accepts an object. Questions of
 * the same turn of the event loop are sent together, since all cores work on the objects of a
 * request at the same time.
 */
export const asker = ({
  server,
  ...settings
}: Settings): ((question: Question) => Promise<Verdict>) => {
  let waiting: Waiting[] = [];
  const flush = async () => {
    const all = waiting;
    waiting = [];
    try {
      const objects = all.map(({ question }) => question);
      const verdicts = await server.ask({ ...settings, objects });
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
