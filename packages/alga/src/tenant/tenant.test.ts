import { expect, test } from 'vitest';
import { tenantOf } from './tenant.ts';

const right = {
  INITIAL_TENANT_NAME: ' Analytical Engines ',
  INITIAL_ADMIN_FIRST_NAME: 'Ada',
  INITIAL_ADMIN_LAST_NAME: 'Lovelace',
  INITIAL_ADMIN_EMAIL: 'Ada@Example.com',
  INITIAL_ADMIN_PASSWORD: 'Abcdef1!',
};

/** What is wrong with one key that differs. */
const problems = (different: object): readonly string[] => {
  const read = tenantOf({ ...right, ...different });
  return 'problems' in read ? read.problems.map(({ key, message }) => `${key} ${message}`) : [];
};

test('names lose white space at their ends, an e-mail address its capitals, and a password nothing', () => {
  expect(tenantOf({ ...right, INITIAL_ADMIN_PASSWORD: ' Abcdef1! ' })).toEqual({
    tenant: {
      name: 'Analytical Engines',
      firstName: 'Ada',
      lastName: 'Lovelace',
      email: 'ada@example.com',
      password: ' Abcdef1! ',
    },
  });
});

test.for([
  ['Abcde1!', 'needs at least 8 characters'],
  ['ABCDEF1!', 'needs a lower-case letter'],
  ['abcdef1!', 'needs an upper-case letter'],
  ['Abcdefg!', 'needs a digit'],
  ['Abcdefg1', 'needs one of the characters !@#$%^&*(),.?":{}|<>'],
  [
    'a',
    'needs at least 8 characters, an upper-case letter, a digit and one of the characters !@#$%^&*(),.?":{}|<>',
  ],
  ['', 'is missing'],
  ['Abcdef1!\n', 'has a line break or another control character'],
] as const)('the password %j %s', ([password, message]) => {
  expect(problems({ INITIAL_ADMIN_PASSWORD: password })).toEqual([
    `INITIAL_ADMIN_PASSWORD ${message}`,
  ]);
});

test.for([
  [{ INITIAL_TENANT_NAME: ' ' }, 'INITIAL_TENANT_NAME is missing'],
  [{ INITIAL_TENANT_NAME: 'a'.repeat(256) }, 'INITIAL_TENANT_NAME is longer than 255 characters'],
  [{ INITIAL_ADMIN_EMAIL: 'ada@example' }, 'INITIAL_ADMIN_EMAIL is not an e-mail address'],
  [{ INITIAL_TENANT_ID: '7' }, 'INITIAL_TENANT_ID is not a UUID'],
] as const)('%j is refused', ([different, message]) => {
  expect(problems(different)).toEqual([message]);
});

test('the limits themselves are accepted, and all problems are said at once', () => {
  const id = '0F8FAD5B-D9CB-469F-A165-70867728950E';
  expect(problems({ INITIAL_TENANT_NAME: 'a'.repeat(255), INITIAL_TENANT_ID: id })).toEqual([]);
  expect(problems({ INITIAL_TENANT_NAME: '', INITIAL_ADMIN_EMAIL: '' })).toHaveLength(2);
});
