import type { Inquiry, Session } from './session.ts';
import type { Question, Verdict } from './verdict.ts';

/** A CustomResourceDefinition: its name and its text. */
export interface Definition {
  readonly name: string;
  readonly text: string;
}

/** A question with the definition of the kind that it is about. */
export interface Sent {
  readonly question: Question;
  readonly definition: Definition | undefined;
}

/**
 * Returns a function that asks the program whether the API server accepts objects. It sends as few requests as possible,
 * since the program works on all objects of a request at the same time: one for each verb, and more only if two objects
 * of a kind have different definitions.
 */
export const asker =
  ({ ask }: Pick<Session, 'ask'>, featureGates: Inquiry['featureGates']) =>
  async (sent: readonly Sent[]): Promise<readonly Verdict[]> => {
    const verdicts: Verdict[] = [];
    await Promise.all(
      batchesOf(sent).map(async ({ verb, definitions, indexes }) => {
        const objects = indexes.flatMap((index) => sent[index]?.question ?? []);
        const texts = [...new Set(definitions.values())];
        // One for each question (go/apiserver/serve/message.go).
        const answers = await ask({ verb, objects, definitions: texts, featureGates });
        for (const [at, index] of indexes.entries()) verdicts[index] = answers[at] as Verdict;
      }),
    );
    return verdicts;
  };

/** The questions of one request. */
interface Batch {
  readonly verb: 'create' | 'update';
  /** The texts of definitions by name. */
  readonly definitions: Map<string, string>;
  readonly indexes: number[];
}

const batchesOf = (sent: readonly Sent[]): readonly Batch[] => {
  const batches: Batch[] = [];
  for (const [index, { question, definition }] of sent.entries()) {
    const verb = 'old' in question ? 'update' : 'create';
    const fits = (batch: Batch) =>
      batch.verb === verb &&
      (definition === undefined ||
        (batch.definitions.get(definition.name) ?? definition.text) === definition.text);
    let batch = batches.find(fits);
    if (batch === undefined) {
      batch = { verb, definitions: new Map(), indexes: [] };
      batches.push(batch);
    }
    if (definition !== undefined) batch.definitions.set(definition.name, definition.text);
    batch.indexes.push(index);
  }
  return batches;
};
