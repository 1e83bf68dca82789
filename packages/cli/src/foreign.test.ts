import { workspace } from '@helm-charts/testing/tiny-chart';
import { expect, test } from 'vitest';
import { run } from './run.ts';

test('commands for sources name render for a chart that was not written in TypeScript', async () => {
  const directory = await workspace({
    'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  });
  for (const command of ['lint', 'check-types', 'generate']) {
    expect(await run([command, 'charts/web'], directory)).toEqual({
      output: '',
      errors:
        'helm-charts: charts/web has a Chart.yaml and no src/chart.ts, so it is not written in TypeScript; run helm-charts render charts/web, which takes any chart\n',
      exitCode: 2,
    });
  }
  expect(await run(['render'], directory)).toMatchObject({
    errors: expect.stringContaining('or name a directory to render'),
    exitCode: 2,
  });
  expect(await run(['render', 'charts/web'], directory)).toMatchObject({ exitCode: 0 });
});
