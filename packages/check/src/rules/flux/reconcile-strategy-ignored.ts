import { stringAt } from '@helm-charts/kubernetes';
import { chartSource } from '../../context.ts';
import { problem, type Rule } from '../../rule.ts';

export const reconcileStrategyIgnored: Rule = {
  id: 'reconcile-strategy-ignored',
  set: 'flux',
  title: 'A chart from a HelmRepository has no reconcileStrategy.',
  why: 'source-controller uses it only for charts from a GitRepository or a Bucket.',
  source: 'source-controller docs/spec/v1/helmcharts.md, Reconcile strategy',
  severity: 'error',
  scope: 'profile',
  isAdvice: true,
  bad: { applied: release('HelmRepository', 'Revision') },
  good: { applied: release('GitRepository', 'ChartVersion') },
  check: ({ helmReleases }) =>
    helmReleases
      .filter(({ manifest }) => chartSource(manifest) === 'HelmRepository')
      .filter(({ manifest }) => stringAt(manifest, ...field) !== undefined)
      .map((object) =>
        problem(object, field, 'source-controller ignores it for a HelmRepository', 'remove it'),
      ),
};

const field = ['spec', 'chart', 'spec', 'reconcileStrategy'] as const;

function release(kind: string, reconcileStrategy: string): string {
  return `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: shop }
spec:
  chart:
    spec:
      chart: web
      reconcileStrategy: ${reconcileStrategy}
      sourceRef: { kind: ${kind}, name: charts }
`;
}
