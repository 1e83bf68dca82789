import { keyOf, stringAt } from '@helm-charts/kubernetes';
import { chartField } from '../../chart-files.ts';
import { chartSource } from '../../context.ts';
import { problem, type Rule } from '../../rule.ts';

export const chartPathName: Rule = {
  id: 'chart-path-name',
  set: 'flux',
  title: 'The directory of a chart in the repository has the name of the chart.',
  why: 'A path with another name is probably the path of the wrong chart, and Flux installs it without an error.',
  source: 'Helm docs, The Chart Best Practices Guide, General Conventions',
  severity: 'error',
  scope: 'profile',
  isAdvice: true,
  bad: example('api'),
  good: example('web'),
  check: ({ releases, charts, byKey }) =>
    releases.flatMap(({ helmRelease, chartDirectory }) => {
      const object = byKey.get(keyOf(helmRelease));
      const path = (stringAt(helmRelease, ...field) ?? '').replace(/\/+$/, '');
      const chart = charts.find(({ directory }) => directory === chartDirectory);
      const name = chart && chartField(chart, 'name');
      return object === undefined ||
        name === undefined ||
        chartSource(helmRelease) !== 'GitRepository' ||
        name === path.split('/').at(-1)
        ? []
        : [
            problem(
              object,
              field,
              `the chart in ${path} is called ${name}, so this may be the wrong chart`,
              `correct the path, or call the chart ${path.split('/').at(-1)}`,
            ),
          ];
    }),
};

const field = ['spec', 'chart', 'spec', 'chart'] as const;

function example(name: string) {
  return {
    applied: `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: shop }
spec:
  chart:
    spec:
      chart: ./charts/web
      sourceRef: { kind: GitRepository, name: shop }
`,
    charts: { web: { 'Chart.yaml': `name: ${name}\nversion: 1.0.0\n` } },
  };
}
