import { expect, test } from 'vitest';
import { oncePerText } from './once-per-text.ts';

const counting = () => {
  const texts: string[] = [];
  const lengthOf = oncePerText((text) => {
    texts.push(text);
    return text.length;
  });
  return { texts, lengthOf };
};

test('does the work once for a long text', () => {
  const { texts, lengthOf } = counting();
  const long = 'a'.repeat(5000);
  expect([lengthOf(long), lengthOf(`${long}b`), lengthOf(long)]).toEqual([5000, 5001, 5000]);
  expect(texts).toEqual([long, `${long}b`]);
});

test('keeps no short texts, and not many long ones', () => {
  const { texts, lengthOf } = counting();
  for (const text of ['a', 'a']) lengthOf(text);
  for (let count = 0; count < 200; count += 1) lengthOf(`${count} ${'a'.repeat(5000)}`);
  lengthOf(`0 ${'a'.repeat(5000)}`);
  expect(texts).toHaveLength(203);
});
