import { all } from '@helm-charts/testing/charts';
import { expect, test } from 'vitest';
import { render } from './testing/render.ts';

test('Secrets are rendered only with generateSecrets', async () => {
  expect(all(await render({}), 'Secret')).toEqual([]);
});
