import { all } from '@helm-charts/testing/charts';
import { expect, test } from 'vitest';
import { render } from './testing/render.ts';

test('no Secret is made unless it is asked for', async () => {
  expect(all(await render({}), 'Secret')).toEqual([]);
});
