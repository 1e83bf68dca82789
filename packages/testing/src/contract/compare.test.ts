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

test('nothing is said where all is there and the same', () => {
  expect(problems(complete)).toEqual([]);
  expect(problems({ ...complete, MORE: '1' })).toEqual([]);
});

test('what is missing or another, without a reason', () => {
  expect(problems({ HOST: 'localhost', PORT: '8080' })).toEqual([
    'PORT (default): is "8080" and not "80", and no reason is given',
    'TOKEN (default): is missing, and no reason is given',
  ]);
});

test.each([
  ['left out', { HOST: 'localhost', PORT: '80' }, leftOut('A.')],
  ['renamed', { HOST: 'localhost', PORT: '80', KEY: '' }, renamed('KEY', 'A.')],
  ['on demand', { HOST: 'localhost', PORT: '80' }, onDemand('everything', 'A.')],
  ['other value', complete, instead('any', 'A.')],
])('a difference that holds: %s', (_, found, difference) => {
  expect(problems(found, { TOKEN: difference }, { TOKEN: '' })).toEqual([]);
});

test.each([
  [leftOut('A.'), 'is said to be left out, and is there'],
  [renamed('KEY', 'A.'), 'is said to be KEY now, and is there'],
  [onDemand('everything', 'A.'), 'is said to be there on demand, and is there always'],
  [instead('80', 'A.'), 'is said to be another than in the original, and is the same'],
  [instead('81', 'A.'), 'is said to be "81", and is "80"'],
])('a difference that is none: %j', (difference, problem) => {
  expect(problems(complete, { PORT: difference })).toEqual([`PORT (default): ${problem}`]);
});

test.each([
  [renamed('KEY', 'A.'), 'is said to be KEY now, which is not there'],
  [onDemand('everything', 'A.'), 'is said to be there in everything, and is not'],
  [instead('81', 'A.'), 'is said to be "81", and is missing'],
])('a name that is neither there nor what is said of it: %j', (difference, problem) => {
  const { PORT: _, ...found } = complete;
  expect(problems(found, { PORT: difference })).toEqual([`PORT (default): ${problem}`]);
});

test('a difference from what the original does not have', () => {
  expect(problems(complete, { PROT: leftOut('A.') })).toEqual([
    'PROT: the original has no such name',
  ]);
});
