import { expect, test } from 'vitest';
import { parseChallenges } from './challenge.ts';

test('challenges are read with quotes, commas and escapes, one or several in a header', () => {
  expect(
    parseChallenges([
      'Bearer realm="https://auth.example.com/token?a=b,c",service="registry \\"one\\"",scope="repository:a/b:pull,push",error=invalid_token',
    ]),
  ).toEqual([
    {
      scheme: 'bearer',
      parameters: {
        realm: 'https://auth.example.com/token?a=b,c',
        service: 'registry "one"',
        scope: 'repository:a/b:pull,push',
        error: 'invalid_token',
      },
    },
  ]);
  const two = [
    { scheme: 'basic', parameters: { realm: 'a, b' } },
    { scheme: 'bearer', parameters: { realm: 'https://c' } },
  ];
  expect(parseChallenges(['Basic realm="a, b", Bearer realm="https://c"'])).toEqual(two);
  expect(parseChallenges(['Basic realm="a, b"', 'Bearer Realm = "https://c"'])).toEqual(two);
  expect(parseChallenges(['Negotiate'])).toEqual([{ scheme: 'negotiate', parameters: {} }]);
  expect(parseChallenges([])).toEqual([]);
});
