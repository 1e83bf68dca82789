import { expect, test } from 'vitest';
import { isEmptySelector, selectorsOver } from './select.ts';

const select = selectorsOver([
  { name: 'web', namespace: 'shop', labels: { app: 'web', tier: 'front' } },
  { name: 'db', namespace: 'shop', labels: { app: 'db' } },
  { name: 'mail', namespace: 'mail', labels: { app: 'web' } },
]);

test.each([
  [{ matchLabels: { app: 'web' } }, ['web']],
  [{ matchLabels: { app: 'web', tier: 'back' } }, []],
  [{ matchExpressions: [{ key: 'app', operator: 'In', values: ['web', 'db'] }] }, ['web', 'db']],
  [{ matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] }, ['db']],
  [{ matchExpressions: [{ key: 'tier', operator: 'Exists' }] }, ['web']],
  [{ matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] }, ['db']],
  [{}, ['web', 'db']],
])('%j selects %j', (selector, names) => {
  expect(select('shop', selector).map(({ name }) => name)).toEqual(names);
});

test('a selector without labels selects everything', () => {
  expect(isEmptySelector({})).toBe(true);
  expect(isEmptySelector({ matchLabels: {} })).toBe(true);
  expect(isEmptySelector({ matchLabels: { app: 'web' } })).toBe(false);
});
