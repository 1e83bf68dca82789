import { problem, type Rule } from '@helm-charts/check';
import { valueAt } from '@helm-charts/kubernetes';
import { temporalReleases } from './temporal-chart.ts';

export const temporalSchemaHooks: Rule = {
  id: 'temporal-schema-hooks',
  set: 'alga',
  title: "Temporal's own chart creates its schema without Helm hooks.",
  why: 'A post-install hook runs when all pods are ready, and the pods are ready only with the schema.',
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
          'a hook creates the schema after the pods are ready, and they are ready only with the schema',
          'set false',
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
