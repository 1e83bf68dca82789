import { expressionOf, type Finding } from '@helm-charts/types';
import { boundsOf, printText } from './length.ts';
import type { TextCheck } from './text.ts';

/** The keys of a field: `spec`, `replicas`. */
export type Keys = readonly (string | number)[];

/** A fault of a manifest: the keys of its field, what is wrong, and what to do. */
export interface Fault extends Pick<Finding, 'rule' | 'message' | 'fix'> {
  readonly keys: Keys;
}

/** An object as plain data. */
export type Fields = Readonly<Record<string, unknown>>;

/** A fault of a manifest, in a variant of it. */
export interface Found {
  readonly variant: Fields;
  readonly fault: Fault;
}

/** What is wrong with a literal text. */
export const wrong = (
  value: unknown,
  keys: Keys,
  check: TextCheck,
  fix = 'write for example web-1',
): readonly Fault[] => {
  const problem = typeof value === 'string' ? check(value) : undefined;
  return problem === undefined ? [] : [refusedText(String(value), problem, keys, fix)];
};

/** What is wrong with a name or label: also with one that Helm computes, as far as its characters and its length are known. */
export const wrongName = (
  value: unknown,
  keys: Keys,
  check: TextCheck,
  fix?: string,
): readonly Fault[] => {
  const of = expressionOf(value);
  if (of === undefined) return wrong(value, keys, check, fix);
  const { shortest, filled, longest } = boundsOf(of);
  const always = check(filled, 'has at least') && check(shortest, 'has at least');
  if (always !== undefined) {
    return [refusedText(printText(of), always, keys, 'correct or shorten what the chart writes')];
  }
  const sometimes = longest === undefined ? undefined : check(longest, 'may have');
  return sometimes === undefined
    ? []
    : [
        refusedText(
          printText(of),
          sometimes,
          keys,
          'shorten it: names.withSuffix(…) shortens a long release name, and maxLength limits a value',
          'may refuse',
        ),
      ];
};

const refusedText = (
  text: string,
  problem: string,
  keys: Keys,
  fix: string,
  refuses: 'refuses' | 'may refuse' = 'refuses',
): Fault => ({
  keys,
  rule: 'field-text',
  message: `"${text}" ${problem}, so the API server ${refuses} the object`,
  fix,
});

/** A value of a field that the API server refuses: what is wrong with it, as a clause, and what to do. */
export const refusedValue = (keys: Keys, problem: string, fix: string): Fault => ({
  keys,
  rule: 'field-value',
  message: `${problem}, so the API server refuses the object`,
  fix,
});

/** Items of a list with the key of an earlier one. */
export const repeated = (
  items: readonly unknown[],
  keys: Keys,
  noun: string,
  key = 'name',
): readonly Fault[] => {
  const texts = items.map((item) => member(item, key));
  return texts.flatMap((text, index) =>
    typeof text === 'string' && texts.indexOf(text) < index
      ? [twice([...keys, index, key], noun, text)]
      : [],
  );
};

/** A name that an earlier item of a list has. */
export const twice = (keys: Keys, noun: string, name: string): Fault => ({
  keys,
  rule: 'name-twice',
  message: `the ${noun} "${name}" is there twice, and the API server keeps or admits only one`,
  fix: 'remove one, or give it another name',
});

/** The same faults, of a part that lies at these keys. */
export const faultsAt = (keys: Keys, faults: readonly Fault[]): readonly Fault[] =>
  faults.map((fault) => ({ ...fault, keys: [...keys, ...fault.keys] }));

/** The texts of a key of all items. */
export const textsOf = (items: readonly unknown[], key = 'name'): readonly string[] =>
  items.flatMap((item) => {
    const text = member(item, key);
    return typeof text === 'string' ? [text] : [];
  });

/** Whether what all items are is known. */
export const isWhole = (items: readonly unknown[]): boolean => items.every(isFields);

/** The items of a list; what is no list is an item that is not known. */
export const listOf = (value: unknown): readonly unknown[] => {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
};

/** The members of an object that are known. */
export const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});

/** A member of an object; undefined if the value is not an object. */
export const member = (value: unknown, ...keys: readonly string[]): unknown =>
  keys.reduce<unknown>((at, key) => (isFields(at) ? at[key] : undefined), value);

/** The part of a variant at these keys. */
export const partAt = (value: unknown, keys: Keys): unknown =>
  keys.reduce<unknown>(
    (at, key) => (typeof key === 'number' ? listOf(at)[key] : member(at, key)),
    value,
  );

/** Whether something is an object whose members are known. A reference stands for one that Helm fills. */
export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  expressionOf(value) === undefined;
