import { problem, type Rule } from '../../rule.ts';
import { valuesFrom } from '../flux/values-from.ts';

export const valuesWatch: Rule = {
  id: 'values-watch',
  set: 'appliance',
  title:
    'The ConfigMap or Secret with the values of a HelmRelease has the label reconcile.fluxcd.io/watch.',
  why: 'Without it, helm-controller does not notice a change until the next interval.',
  source:
    'helm-controller docs/spec/v2/helmreleases.md, Reacting immediately to configuration dependencies',
  severity: 'error',
  scope: 'profile',
  bad: { applied: example('{ app: web }') },
  good: { applied: example('{ reconcile.fluxcd.io/watch: Enabled }') },
  check: (context) => {
    const required = valuesFrom(context).filter(({ isOptional }) => !isOptional);
    return [...new Set(required.map(({ object }) => object))]
      .filter(({ manifest }) => manifest.metadata.labels?.[label] !== 'Enabled')
      .map((object) =>
        problem(
          object,
          ['metadata', 'labels', label],
          'helm-controller does not notice a change of it until the next interval',
          `add the label ${label}: Enabled`,
        ),
      );
  },
};

const label = 'reconcile.fluxcd.io/watch';

function example(labels: string): string {
  return `
apiVersion: v1
kind: ConfigMap
metadata: { name: web-values-5b2tc7h842, namespace: shop, labels: ${labels} }
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: shop }
spec:
  valuesFrom: [{ kind: ConfigMap, name: web-values-5b2tc7h842 }]
`;
}
