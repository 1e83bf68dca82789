import type { ManifestDocument } from '@helm-charts/kubernetes';
import type { Finding } from '@helm-charts/types';
import type { Definition, Sent } from './ask.ts';
import { findingsOf } from './findings.ts';
import type { Verb } from './remedy.ts';
import { knownFindings, readable, withoutUnknown } from './unknown.ts';
import type { Question, Verdict } from './verdict.ts';

/** What the API server would say of one object. */
export interface ApiVerdict {
  readonly findings: readonly Finding[];
  /**
   * Why the object was not validated: neither Kubernetes nor a definition has its kind, or it can't be read before more of
   * its values are known.
   */
  readonly unvalidated?: 'no-definition' | 'unknown-values' | undefined;
}

/** Returns the verdicts of questions. */
export type Validate = (asked: readonly Sent[]) => Promise<readonly Verdict[]>;

/** A question about a document. */
export interface Asked {
  readonly document: ManifestDocument;
  readonly verb: Verb;
  readonly ask: (text: string) => Question;
  readonly definition: Definition | undefined;
}

/** Asks about objects, and once more about those that can't be decoded because of their unknown values. */
export const judge = async (
  validate: Validate,
  asked: readonly Asked[],
): Promise<readonly ApiVerdict[]> => {
  const first = await validate(
    asked.map(({ document, ask, definition }) => ({
      question: ask(readable(document).text),
      definition,
    })),
  );
  const again = asked.flatMap((one, index) => {
    const verdict = first[index];
    const known = verdict && isUndecodable(verdict) ? withoutUnknown(one.document) : undefined;
    return known === undefined ? [] : [{ ...one, known, index }];
  });
  const second = await validate(
    again.map(({ known, ask, definition }) => ({ question: ask(known.text), definition })),
  );
  const verdicts = new Map(again.map(({ index }, at) => [index, second[at]]));
  return asked.map(({ document, verb }, index): ApiVerdict => {
    const isPart = verdicts.has(index);
    const verdict = verdicts.get(index) ?? first[index];
    if (verdict === undefined || verdict.status === 'unknown-kind') {
      return { findings: [], unvalidated: 'no-definition' };
    }
    if (isPart && isUndecodable(verdict)) return { findings: [], unvalidated: 'unknown-values' };
    const findings = findingsOf(document, verdict, verb);
    return { findings: knownFindings(document, findings, isPart) };
  });
};

/** Whether the API server can't read the object, so that it says nothing of its other fields. */
const isUndecodable = (verdict: Verdict): boolean =>
  verdict.status === 'malformed' ||
  (verdict.status === 'invalid' &&
    (verdict.errors ?? []).some(({ type }) => type === 'FieldValueTypeInvalid'));
