import { expect, test } from 'vitest';
import { didYouMean, isSlip } from './similar.ts';

test('a similar name is suggested, but none for a very short word', () => {
  expect(didYouMean('setings', ['settings', 'pages'])).toBe('did you mean settings?');
  expect(didYouMean('mail', ['settings'])).toBeUndefined();
  expect(didYouMean('b', ['a', 'c'])).toBeUndefined();
});

test.each([
  ['web-secrte', 'web-secret', true],
  ['web-secrets', 'web-secret', true],
  ['radarr-secret', 'sonarr-secret', false],
  ['node-2', 'node-1', false],
])('%s is a slip for %s: %s', (word, other, is) => {
  expect(isSlip(word, other)).toBe(is);
});
