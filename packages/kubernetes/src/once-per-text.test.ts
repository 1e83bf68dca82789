import { expect, test } from 'vitest';
import { oncePerText } from './once-per-text.ts';

const counting = (shortest?: number) => {
  const texts: string[] = [];
  const lengthOf = oncePerText((text) => {
    texts.push(text);
    return text.length;
  }, shortest);
  return { texts, lengthOf };
};

test('does the work once for a long text', () => {
  const { texts, lengthOf } = counting();
  const long = 'a'.repeat(5000);
  expect([lengthOf(long), lengthOf(`${long}b`), lengthOf(long)]).toEqual([5000, 5001, 5000]);
  expect(texts).toEqual([long, `${long}b`]);
});

test('keeps no short texts, unless all are to be kept', () => {
  const { texts, lengthOf } = counting();
  for (const text of ['a', 'a']) lengthOf(text);
  expect(texts).toHaveLength(2);
  const all = counting(0);
  for (const text of ['a', 'a']) all.lengthOf(text);
  expect(all.texts).toHaveLength(1);
});

test('keeps some megabytes of texts', () => {
  const { texts, lengthOf } = counting();
  for (let count = 0; count < 60; count += 1) lengthOf(`${count} ${'a'.repeat(100_000)}`);
  lengthOf(`59 ${'a'.repeat(100_000)}`);
  expect(texts).toHaveLength(60);
  lengthOf(`0 ${'a'.repeat(100_000)}`);
  expect(texts).toHaveLength(61);
});
