import { expect, test } from 'vitest';
import { requestOf, verdictsIn } from './answer.ts';

test('a request names its verb, and the feature gates as kube-apiserver does', () => {
  const request = requestOf({
    verb: 'update',
    objects: [{ old: 'a', new: 'b' }],
    definitions: ['c'],
    featureGates: { A: true, B: false },
  });
  expect(JSON.parse(request)).toEqual({
    id: 1,
    featureGates: 'A=true,B=false',
    update: { objects: [{ old: 'a', new: 'b' }], definitions: ['c'] },
  });
});

test('an answer has verdicts, or says whose mistake it is', () => {
  expect(verdictsIn('{"id":1,"result":[{"status":"valid"}]}', '/x')).toEqual([{ status: 'valid' }]);
  expect(verdictsIn('{"id":1}', '/x')).toEqual([]);
  const failed = (text: string): unknown => {
    try {
      return verdictsIn(text, '/x');
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
