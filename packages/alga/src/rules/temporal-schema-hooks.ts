import { problem, type Rule } from '@helm-charts/check';
import { valueAt } from '@helm-charts/kubernetes';
import { temporalReleases } from './temporal-chart.ts';

export const temporalSchemaHooks: Rule = {
  id: 'temporal-schema-hooks',
  set: 'alga',
  title: 'The official Temporal chart creates its schema without Helm hooks.',
  why: 'Helm runs the post-install hook when all pods are ready, but they are ready only when the schema exists.',
  source: 'temporalio/helm-charts charts/temporal/values.yaml, schema.useHelmHooks',
  severity: 'error',
  scope: 'profile',
  bad: { applied: release('{ useHelmHooks: true }') },
  good: { applied: release('{ useHelmHooks: false }') },
  check: (context) =>
    temporalReleases(context)
      .filter(({ values }) => valueAt(values, 'schema', 'useHelmHooks') !== false)
      .map(({ object }) =>
        problem(
          object,
          ['spec', 'values', 'schema', 'useHelmHooks'],
          'schema.useHelmHooks is not false: Helm runs the hook when all pods are ready, but they are ready only when the schema exists',
          'set schema.useHelmHooks: false',
        ),
      ),
};

function release(schema: string): string {
  return `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: temporal, namespace: shop }
spec:
  chart: { spec: { chart: temporal, sourceRef: { kind: HelmRepository, name: temporal } } }
  values: { schema: ${schema} }
`;
}
