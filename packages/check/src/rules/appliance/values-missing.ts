import { objectsAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';

export const valuesMissing: Rule = {
  id: 'values-missing',
  set: 'appliance',
  title: 'A HelmRelease reads its values from an object that must exist.',
  why: 'Otherwise it installs the defaults of the chart if the object with its values is missing.',
  source: 'helm-controller docs/spec/v2/helmreleases.md, Values references',
  severity: 'error',
  scope: 'profile',
  bad: { applied: release('[{ kind: ConfigMap, name: web-site-values, optional: true }]') },
  good: { applied: release('[{ kind: ConfigMap, name: web-values }]') },
  check: ({ helmReleases }) =>
    helmReleases
      .filter(({ manifest }) =>
        objectsAt(manifest, ...field).every(({ optional }) => optional === true),
      )
      .map((object) =>
        problem(
          object,
          field,
          'no entry is required, so the release gets the defaults of the chart',
          'name the ConfigMap of its values, for instance { kind: ConfigMap, name: web-values }',
        ),
      ),
};

const field = ['spec', 'valuesFrom'] as const;

function release(valuesFrom: string): string {
  return `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: shop }
spec:
  valuesFrom: ${valuesFrom}
`;
}
