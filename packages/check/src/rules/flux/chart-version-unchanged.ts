import { chartField, contentHash } from '../../chart-files.ts';
import type { Problem, Rule } from '../../rule.ts';

export const chartVersionUnchanged: Rule = {
  id: 'chart-version-unchanged',
  set: 'flux',
  title: 'A chart whose templates, values or schema changed has a new version.',
  why: 'source-controller packages a chart again only if its version changes, so Flux does not notice the change.',
  source: 'source-controller docs/spec/v1/helmcharts.md, reconcileStrategy ChartVersion',
  severity: 'error',
  scope: 'release',
  bad: { ...charts('1.0.0', 'replicas: 2'), previous: charts('1.0.0', 'replicas: 1') },
  good: { ...charts('1.1.0', 'replicas: 2'), previous: charts('1.0.0', 'replicas: 1') },
  check: ({ charts, previous }) =>
    charts.flatMap((chart): Problem[] => {
      const name = chartField(chart, 'name');
      const version = chartField(chart, 'version');
      const earlier = previous?.charts.find((one) => chartField(one, 'name') === name);
      return earlier === undefined ||
        chartField(earlier, 'version') !== version ||
        contentHash(earlier) === contentHash(chart)
        ? []
        : [
            {
              position: { file: `${chart.path}/Chart.yaml` },
              message: `the chart ${name} differs from the previous release but still has version ${version}, so Flux does not notice the change`,
              fix: 'increase the version in Chart.yaml',
            },
          ];
    }),
};

function charts(version: string, values: string) {
  return {
    charts: { web: { 'Chart.yaml': `name: web\nversion: ${version}\n`, 'values.yaml': values } },
  };
}
