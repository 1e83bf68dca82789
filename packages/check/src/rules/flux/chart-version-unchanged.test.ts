import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { chartVersionUnchanged } from './chart-version-unchanged.ts';

const charts = (file: string, text: string) => ({
  web: { 'Chart.yaml': 'name: web\nversion: 1.0.0\n', [file]: text },
});

test('reports a changed template', () => {
  const file = 'templates/all.yaml';
  const previous = { charts: charts(file, 'replicas: 1\n') };
  const found = tryRule(chartVersionUnchanged, { charts: charts(file, 'replicas: 3\n'), previous });
  expect(found.map(printFinding)).toMatchInlineSnapshot(`
    [
      "error charts/web/Chart.yaml: the chart web differs from the previous release but still has version 1.0.0, so Flux does not notice the change; increase the version in Chart.yaml. [chart-version-unchanged]",
    ]
  `);
});

test('allows a changed README.md', () => {
  const previous = { charts: charts('README.md', 'a') };
  expect(tryRule(chartVersionUnchanged, { charts: charts('README.md', 'b'), previous })).toEqual(
    [],
  );
});
