import { objectsAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';

export const valuesMissing: Rule = {
  id: 'values-missing',
  set: 'appliance',
  title: "At least one entry of a HelmRelease's spec.valuesFrom is not optional.",
  why: 'Otherwise, if the objects with its values are missing, Flux installs the release with the defaults of the chart.',
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
          'every entry is optional, so Flux installs the defaults of the chart if the objects are missing',
          'add the ConfigMap with its values, for instance { kind: ConfigMap, name: web-values }',
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
