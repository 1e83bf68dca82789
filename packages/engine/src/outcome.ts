import type { Json } from '@helm-charts/types';
import type { Outcome } from './backend.ts';

/** What the Go code answers (go/serve/message.go). */
interface Answer {
  readonly result?: unknown;
  readonly error?: string;
  readonly warnings?: readonly string[];
}

/** The result of every request (go/release/render.go, go/kustomization/build.go). */
interface Result extends Pick<Outcome, 'varying' | 'skipped'> {
  readonly text: string;
  readonly documents: readonly { readonly value?: Json }[];
}

/** What the answer to a render, build, transformation or lint says. */
export const outcomeOf = ({ result, error = '', warnings = [] }: Answer): Outcome => {
  const { text, documents, varying, skipped } = (result ?? {}) as Partial<Result>;
  return {
    text,
    values: documents?.map(({ value }) => value),
    ...(varying && { varying }),
    ...(skipped && { skipped }),
    error,
    warnings: warnings.flatMap((line) => /^warning: (.+)$/.exec(line)?.[1] ?? []),
  };
};
