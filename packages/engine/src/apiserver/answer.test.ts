import { expect, test } from 'vitest';
import { readAnswer, requestOf, verdictsOf } from './answer.ts';

test('a request names its verb, and the feature gates as kube-apiserver does', () => {
  const inquiry = {
    verb: 'update',
    objects: [{ old: 'a', new: 'b' }],
    definitions: ['c'],
    featureGates: { A: true, B: false },
  } as const;
  expect(JSON.parse(requestOf(inquiry, 1))).toEqual({
    id: 1,
    featureGates: 'A=true,B=false',
    update: { objects: [{ old: 'a', new: 'b' }], definitions: ['c'] },
  });
});

test('an answer has verdicts, or says whose mistake it is', () => {
  const verdictsIn = (text: string) => verdictsOf(readAnswer(text), '/x');
  expect(verdictsIn('{"id":1,"result":[{"status":"valid"}]}')).toEqual([{ status: 'valid' }]);
  expect(verdictsIn('{"id":1}')).toEqual([]);
  const failed = (text: string): unknown => {
    try {
      return verdictsIn(text);
    } catch (error) {
      return error;
    }
  };
  expect(failed('{"error":"unrecognized feature gate: Nope","isUsage":true}')).toMatchObject({
    exitCode: 2,
    message: 'error /x: unrecognized feature gate: Nope. [environment]',
  });
  expect(failed('{"error":"out of order"}')).toMatchObject({ exitCode: 3 });
});
