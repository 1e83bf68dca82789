import { expect, test } from 'vitest';
import { isNone, percentFaults } from './percent.ts';

const messages = (value: unknown, limit?: number) =>
  percentFaults(value, ['a'], limit === undefined ? {} : { limit }).map(({ message }) => message);

test.each<[unknown, number | undefined]>([
  [0, undefined],
  [3, 100],
  ['0%', 100],
  ['100%', 100],
  ['150%', undefined],
  [undefined, 100],
  [{}, 100],
])('%j is a number or percentage of pods', (value, limit) => {
  expect(messages(value, limit)).toEqual([]);
});

test.each<[unknown, number | undefined, string]>([
  [-1, undefined, '-1 is negative, so the API server refuses the object'],
  [
    '50 %',
    100,
    '"50 %" is neither a number nor a percentage, so the API server refuses the object',
  ],
  ['1', 100, '"1" is neither a number nor a percentage, so the API server refuses the object'],
  ['-1%', 100, '"-1%" is neither a number nor a percentage, so the API server refuses the object'],
  ['101%', 100, '"101%" is more than 100%, so the API server refuses the object'],
])('%j is refused as a number of pods', (value, limit, message) => {
  expect(messages(value, limit)).toEqual([message]);
});

test('no pods, as a number and as a percentage', () => {
  expect([0, '0%', '00%'].every(isNone)).toBe(true);
  expect([1, '1%', '10%', undefined, '', {}].some(isNone)).toBe(false);
});
