import { stringAt } from '@helm-charts/kubernetes';
import { chartSource } from '../../context.ts';
import { problem, type Rule } from '../../rule.ts';

export const reconcileStrategyRevision: Rule = {
  id: 'reconcile-strategy-revision',
  set: 'flux',
  title: 'A chart from a GitRepository has the reconcileStrategy ChartVersion.',
  why: 'With Revision, every commit upgrades every release from the repository.',
  source: 'source-controller docs/spec/v1/helmcharts.md, Reconcile strategy',
  severity: 'error',
  scope: 'profile',
  isAdvice: true,
  bad: { applied: release('Revision') },
  good: { applied: release('ChartVersion') },
  check: ({ helmReleases }) =>
    helmReleases
      .filter(({ manifest }) => chartSource(manifest) === 'GitRepository')
      .filter(({ manifest }) => stringAt(manifest, ...field) === 'Revision')
      .map((object) =>
        problem(object, field, 'every commit upgrades the release', 'set ChartVersion'),
      ),
};

const field = ['spec', 'chart', 'spec', 'reconcileStrategy'] as const;

function release(reconcileStrategy: string): string {
  return `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: shop }
spec:
  chart:
    spec:
      chart: ./charts/web
      reconcileStrategy: ${reconcileStrategy}
      sourceRef: { kind: GitRepository, name: shop }
`;
}
