import { expect, test } from 'vitest';
import { apiPage } from './api.ts';

test('a page of the API names packages, and parameters without a name', () => {
  const { text } = apiPage({
    path: 'api/index.md',
    text: '# types/src\n\n- [alga/src](alga/src/index.md)\n\n### \\_\\_namedParameters\n',
  });
  expect(text).toContain('# @helm-charts/types\n\n- [@helm-charts/alga](alga/src/index.md)');
  expect(text).toContain('### options\n');
});
