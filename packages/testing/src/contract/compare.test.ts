import { expect, test } from 'vitest';
import { compare } from './compare.ts';
import { type Differences, instead, leftOut, onDemand, renamed } from './difference.ts';
import type { Part } from './part.ts';

type Scenario = 'default' | 'everything';

const part: Part<Scenario> = {
  section: '1',
  template: 'deployment.yaml',
  scenario: 'default',
  names: { HOST: 'localhost', PORT: '80', TOKEN: null },
};
const complete = { HOST: 'localhost', PORT: '80', TOKEN: 'any' };

const problems = (
  found: Readonly<Record<string, string>>,
  differences: Differences<Scenario> = {},
  everything: Readonly<Record<string, string>> = {},
) => compare([part], differences, (scenario) => (scenario === 'default' ? found : everything));

test('reports nothing if all names exist with the same values', () => {
  expect(problems(complete)).toEqual([]);
  expect(problems({ ...complete, MORE: '1' })).toEqual([]);
});

test('reports a missing name and another value without a reason', () => {
  expect(problems({ HOST: 'localhost', PORT: '8080' })).toEqual([
    'PORT (default): is "8080" instead of "80", without a reason',
    'TOKEN (default): is missing, without a reason',
  ]);
});

test.each([
  ['left out', { HOST: 'localhost', PORT: '80' }, leftOut('A.')],
  ['renamed', { HOST: 'localhost', PORT: '80', KEY: '' }, renamed('KEY', 'A.')],
  ['on demand', { HOST: 'localhost', PORT: '80' }, onDemand('everything', 'A.')],
  ['other value', complete, instead('any', 'A.')],
])('accepts the difference: %s', (_, found, difference) => {
  expect(problems(found, { TOKEN: difference }, { TOKEN: '' })).toEqual([]);
});

test.each([
  [leftOut('A.'), 'is listed as left out, but it exists'],
  [renamed('KEY', 'A.'), 'is listed as renamed to KEY, but it exists'],
  [onDemand('everything', 'A.'), 'is listed as on demand, but it always exists'],
  [instead('80', 'A.'), 'is listed as different from the original, but it is the same'],
  [instead('81', 'A.'), 'is listed as "81", but it is "80"'],
])('reports a difference that does not exist: %j', (difference, problem) => {
  expect(problems(complete, { PORT: difference })).toEqual([`PORT (default): ${problem}`]);
});

test.each([
  [renamed('KEY', 'A.'), 'is listed as renamed to KEY, but KEY is missing'],
  [onDemand('everything', 'A.'), 'is listed as on demand in everything, but it is missing there'],
  [instead('81', 'A.'), 'is listed as "81", but it is missing'],
])('reports a missing name that does not match its difference: %j', (difference, problem) => {
  const { PORT: _, ...found } = complete;
  expect(problems(found, { PORT: difference })).toEqual([`PORT (default): ${problem}`]);
});

test('reports a difference for a name that the original does not have', () => {
  expect(problems(complete, { PROT: leftOut('A.') })).toEqual([
    'PROT: the original has no such name',
  ]);
});
