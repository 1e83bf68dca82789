import { expect, test } from 'vitest';
import { quantity } from './quantity.ts';

test.each<[unknown, number | undefined]>([
  ['1', 1],
  [2, 2],
  ['250m', 0.25],
  ['1u', 1e-6],
  ['1n', 1e-9],
  ['.5', 0.5],
  ['5.', 5],
  ['+1k', 1000],
  ['-1M', -1e6],
  ['1G', 1e9],
  ['1T', 1e12],
  ['1P', 1e15],
  ['1E', 1e18],
  ['1Ki', 1024],
  ['1.5Mi', 1_572_864],
  ['1Gi', 1_073_741_824],
  ['1Ti', 2 ** 40],
  ['1Pi', 2 ** 50],
  ['1Ei', 2 ** 60],
  ['1e3', 1000],
  ['1E-3', 0.001],
  ['12 MB', undefined],
  ['1B', undefined],
  ['', undefined],
  ['.', undefined],
  [undefined, undefined],
])('the quantity %j is %j', (text, number) => {
  expect(quantity(text)).toBe(number);
});
