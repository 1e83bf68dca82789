import { problem, type Rule } from '@helm-charts/check';
import { stringAt } from '@helm-charts/kubernetes';
import { temporalReleases } from './temporal-chart.ts';

export const temporalFullName: Rule = {
  id: 'temporal-full-name',
  set: 'alga',
  title: 'The official Temporal chart has a fullnameOverride other than `temporal`.',
  why: 'Its Deployment temporal-worker collides with the worker of Alga PSA.',
  source: 'temporalio/helm-charts charts/temporal/templates/_helpers.tpl, temporal.fullname',
  severity: 'error',
  scope: 'profile',
  bad: { applied: release('temporal') },
  good: { applied: release('temporal-server') },
  check: (context) =>
    temporalReleases(context)
      .filter(({ values }) =>
        [undefined, 'temporal'].includes(stringAt(values, 'fullnameOverride')),
      )
      .map(({ object }) =>
        problem(
          object,
          ['spec', 'values', 'fullnameOverride'],
          'the chart creates a Deployment temporal-worker, which collides with the worker of Alga PSA',
          'set fullnameOverride: temporal-server',
        ),
      ),
};

function release(fullnameOverride: string): string {
  return `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: temporal, namespace: shop }
spec:
  chart: { spec: { chart: temporal, sourceRef: { kind: HelmRepository, name: temporal } } }
  values: { fullnameOverride: ${fullnameOverride} }
`;
}
