import type { Expression } from './expression.ts';
import { declared, expressionOf, type Ref, refTo } from './ref.ts';

/** What can stand in a text. */
export type Printable = string | number | boolean | Ref<string | number | boolean>;

/**
 * A text with values in it: `` text`${v.host}:${v.port}` ``.
 * Also what makes a text of a number, where Kubernetes wants one: `` text`${v.port}` ``.
 */
export const text = (
  literals: TemplateStringsArray,
  ...values: readonly Printable[]
): Ref<string> =>
  refTo({
    kind: 'text',
    parts: literals
      .flatMap((literal, index) => {
        const value = values[index];
        return index < values.length ? [literal, part(value)] : [literal];
      })
      .filter((part) => part !== ''),
  });

/** All items of a list as one text: `join(v.queues, ',')`. */
export const join = (of: Ref<readonly string[]>, separator: string): Ref<string> =>
  refTo({ kind: 'joined', of: declared(of, 'a text'), separator });

/**
 * The first characters of the SHA-256 of values, texts and files, in hexadecimal: ten unless `length` says otherwise.
 * It changes exactly when one of them changes.
 */
export const hash = (parts: readonly (string | Ref<unknown>)[], length = 10): Ref<string> =>
  refTo({ kind: 'hash', parts: parts.map(part), length });

const part = (value: unknown): string | Expression => {
  const of = expressionOf(value);
  if (of !== undefined) return of;
  if (typeof value === 'object' || value === undefined) {
    throw new TypeError('a text reads a value that the chart does not declare');
  }
  return String(value);
};
