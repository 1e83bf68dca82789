import type { Expression } from './expression.ts';
import { declared, type Ref, refTo } from './ref.ts';

/** An integer of the chart, or a literal one. */
type Integer = number | Ref<number>;

/**
 * The sum of integers, for instance what several pools take together. Throws a TypeError where one is no integer: Helm would cut its
 * fraction off (sprig numeric.go).
 */
export const sum = (...of: readonly Integer[]): Ref<number> =>
  refTo({ kind: 'sum', of: of.map(integer) });

/** The product of integers, for instance what all pods take together. Throws a TypeError where one is no integer. */
export const product = (...of: readonly Integer[]): Ref<number> =>
  refTo({ kind: 'product', of: of.map(integer) });

const integer = (value: Integer): number | Expression => {
  const of = typeof value === 'number' ? value : declared(value, 'a sum or product');
  const isWhole = typeof of === 'number' ? Number.isInteger(of) : isInteger(of);
  if (!isWhole) throw new TypeError('a sum or product is one of integers');
  return of;
};

const isInteger = (of: Expression): boolean =>
  'schema' in of ? of.schema.type === 'integer' : of.kind === 'sum' || of.kind === 'product';
