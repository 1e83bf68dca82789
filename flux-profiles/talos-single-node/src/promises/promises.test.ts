import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

/** A feature, test or defect of the original appliance (Nine-Minds/alga-psa, 2026-03-10), and the tests that prove ours. */
interface Promised {
  readonly id: string;
  readonly promise: string;
  readonly provenBy?: readonly { readonly file: string; readonly test: string }[];
  /** Why no test proves it yet. */
  readonly open?: string;
  /** Why this repository has nothing of the kind. */
  readonly leftOut?: string;
}

const workspace = resolve(import.meta.dirname, '../../../..');
const file = resolve(import.meta.dirname, 'promises.json');
const promises = JSON.parse(readFileSync(file, 'utf8')) as Readonly<
  Record<'features' | 'tests' | 'defects', readonly Promised[]>
>;

test('promises.json lists 5 features, 17 tests and 50 defects, each once', () => {
  const ids = Object.values(promises).map((list) => new Set(list.map(({ id }) => id)).size);
  expect(ids).toEqual([5, 17, 50]);
  expect(Object.values(promises).map(({ length }) => length)).toEqual(ids);
});

describe.each(Object.values(promises).flat())('$id: $promise', (promised) => {
  const { provenBy = [], open, leftOut } = promised;

  test('names the tests that prove it, or the reason why no test does', () => {
    expect(provenBy.length > 0).toBe(open === undefined && leftOut === undefined);
  });

  test('names tests that exist', () => {
    const missing = provenBy.filter(({ file, test }) => {
      const path = resolve(workspace, file);
      return !existsSync(path) || !readFileSync(path, 'utf8').includes(test);
    });
    expect(missing).toEqual([]);
  });
});
