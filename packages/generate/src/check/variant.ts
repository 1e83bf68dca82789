import {
  type Condition,
  type Expression,
  expressionOf,
  type Merge,
  originOf,
} from '@helm-charts/types';
import { type Control, controlOf } from '../emit/presence.ts';

/** Tells which conditions hold in one render of a chart. */
export type Assignment = (condition: Condition) => boolean;

/**
 * Returns assignments in which every condition of a template holds and fails at least once: all hold, none holds, and each condition alone
 * is inverted. Of several equality tests of one value at most one holds. Assignments that the chart's rules forbid are omitted.
 */
export const assignments = (
  template: unknown,
  rules: readonly Condition[],
): readonly Assignment[] => {
  const atoms = [...new Map(atomsOf(template).map((atom) => [keyOf(atom), atom])).values()];
  const [none, all] = [new Set<string>(), exclusive(atoms, undefined)];
  const sets = [all, none, ...atoms.flatMap((atom) => flips(atoms, atom, all))];
  const unique = new Map(sets.map((set) => [[...set].toSorted().join('\n'), set]));
  return [...unique.values()]
    .map(
      (set): Assignment =>
        (condition) =>
          evaluate(condition, set),
    )
    .filter((holds) => rules.every(holds));
};

/** Assignments with exactly one inverted condition, starting from all true and from all false. */
const flips = (
  atoms: readonly Condition[],
  atom: Condition,
  all: ReadonlySet<string>,
): readonly ReadonlySet<string>[] => {
  const without = new Set([...all].filter((key) => key !== keyOf(atom)));
  return [without, exclusive(atoms, atom), new Set([keyOf(atom)])];
};

/** All conditions as true; of conditions that exclude each other only one: the preferred one, else the first. */
const exclusive = (
  atoms: readonly Condition[],
  preferred: Condition | undefined,
): ReadonlySet<string> => {
  const taken = new Set<string>();
  const chosen = new Set<string>();
  for (const atom of preferred === undefined ? atoms : [preferred, ...atoms]) {
    const subject = atom.kind === 'equal' ? textOf(atom.left) : undefined;
    if (subject !== undefined && taken.has(subject) && !chosen.has(keyOf(atom))) continue;
    if (subject !== undefined) taken.add(subject);
    chosen.add(keyOf(atom));
  }
  return chosen;
};

const evaluate = (condition: Condition, holding: ReadonlySet<string>): boolean => {
  switch (condition.kind) {
    case 'not':
      return !evaluate(condition.of, holding);
    case 'and':
      return condition.of.every((one) => evaluate(one, holding));
    case 'or':
      return condition.of.some((one) => evaluate(one, holding));
    default:
      return holding.has(keyOf(condition));
  }
};

/** The text of a condition without the long schemas of its values. It is cached, since each assignment needs it. */
const keyOf = (condition: Condition): string => {
  const known = keys.get(condition);
  if (known !== undefined) return known;
  const key = textOf(condition);
  keys.set(condition, key);
  return key;
};

const keys = new WeakMap<Condition, string>();

/** The text of a part of a template, without the schemas of the values that it reads. */
export const textOf = (of: unknown): string => JSON.stringify(plain(of));

/** A part of a template with the expressions of its references, which JSON.stringify refuses. */
const plain = (part: unknown): unknown => {
  const of = expressionOf(part) ?? part;
  if (Array.isArray(of)) return of.map(plain);
  if (typeof of !== 'object' || of === null) return of;
  const entries = Object.entries(of).filter(([key]) => key !== 'schema' && key !== 'root');
  return Object.fromEntries(entries.map(([key, one]) => [key, plain(one)]));
};

/** The atomic conditions of a template. */
const atomsOf = (part: unknown): readonly Condition[] => {
  if (expressionOf(part) !== undefined || typeof part !== 'object' || part === null) return [];
  const control = controlOf(part);
  switch (control?.kind) {
    case 'when':
      return [...leavesOf(control.condition), ...atomsOf(control.body)];
    case 'either':
      return [
        ...leavesOf(control.condition),
        ...atomsOf(control.body),
        ...atomsOf(control.otherwise),
      ];
    case 'each':
      return atomsOf(control.body);
    case 'spread':
      return [];
    default:
      return Object.values(control?.kind === 'merge' ? control.of : part).flatMap(atomsOf);
  }
};

const leavesOf = (condition: Condition): readonly Condition[] => {
  if (condition.kind === 'not') return leavesOf(condition.of);
  return condition.kind === 'and' || condition.kind === 'or'
    ? condition.of.flatMap(leavesOf)
    : [condition];
};

/** Something that only Helm knows: what a loop makes. */
const unknown: unique symbol = Symbol('unknown');

/** A template as plain data, as it is under an assignment. References stay as they are; what loops and spreads add to a list is `unknown`. */
export const variantOf = (part: unknown, holds: Assignment): unknown => {
  if (expressionOf(part) !== undefined) return part;
  if (typeof part !== 'object' || part === null) return part;
  const control = controlOf(part);
  switch (control?.kind) {
    case 'when':
      return holds(control.condition) ? noted(control, variantOf(control.body, holds)) : undefined;
    case 'either': {
      const body = holds(control.condition) ? control.body : control.otherwise;
      return noted(control, variantOf(body, holds));
    }
    case 'each':
    case 'spread':
      return unknown;
    case 'merge':
      return mergedVariant(control, holds);
  }
  if (Array.isArray(part)) {
    return part.flatMap((one) => variantOf(one, holds)).filter((one) => one !== undefined);
  }
  const entries = Object.entries(part).map(([key, one]) => [key, variantOf(one, holds)] as const);
  return Object.fromEntries(entries.filter(([, one]) => one !== undefined));
};

/** The members that the chart writes itself; references to what users add are kept aside. */
const mergedVariant = ({ of }: Merge<unknown>, holds: Assignment): unknown => {
  const variant: object = Object.assign(
    {},
    ...of.map((part) => (expressionOf(part) === undefined ? variantOf(part, holds) : {})),
  );
  references.set(
    variant,
    of.flatMap((part) => expressionOf(part) ?? []),
  );
  return variant;
};

const references = new WeakMap<object, readonly Expression[]>();

/** The references that were merged into a part of a variant. */
export const mergedInto = (part: object): readonly Expression[] => references.get(part) ?? [];

/** Keeps where the chart makes a part that stands there only sometimes, also where it is several items of a list. */
const noted = (control: Control, variant: unknown): unknown => {
  const origin = originOf(control);
  for (const part of [variant, ...(Array.isArray(variant) ? variant : [])]) {
    const isOwn = typeof part === 'object' && part !== null && expressionOf(part) === undefined;
    if (origin !== undefined && isOwn && !origins.has(part)) origins.set(part, origin);
  }
  return variant;
};

const origins = new WeakMap<object, Error>();

/** Where the chart makes a part of a variant; undefined for what it writes as plain data. */
export const originIn = (part: unknown): Error | undefined =>
  typeof part === 'object' && part !== null ? origins.get(part) : undefined;
