import { problem, type Rule } from '../../rule.ts';
import { valuesFrom } from './values-from.ts';

export const valuesNameHash: Rule = {
  id: 'values-name-hash',
  set: 'flux',
  title: 'The name of the ConfigMap or Secret with the values of a HelmRelease has a content hash.',
  why: 'With a fixed name, a change of the values does not change the HelmRelease, so releases that depend on it do not wait for the upgrade.',
  source: 'kustomize docs, configMapGenerator and nameReference',
  severity: 'error',
  scope: 'profile',
  isAdvice: true,
  bad: { applied: example('web-values') },
  good: { applied: example('web-values-5b2tc7h842') },
  check: (context) =>
    valuesFrom(context)
      .filter(({ isOptional }) => !isOptional)
      .filter(({ object }) => !/-[bcdfghkmt2456789]{10}$/.test(object.manifest.metadata.name))
      .map(({ helmRelease, path, object: { manifest } }) =>
        problem(
          helmRelease,
          path,
          `${manifest.kind} ${manifest.metadata.name} has no content hash in its name, so a change of it does not change the HelmRelease, and releases that depend on it do not wait for the upgrade`,
          'generate it with configMapGenerator, and add spec.valuesFrom to a nameReference',
        ),
      ),
};

function example(name: string): string {
  return `
apiVersion: v1
kind: ConfigMap
metadata: { name: ${name}, namespace: shop }
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: shop }
spec:
  valuesFrom: [{ kind: ConfigMap, name: ${name} }]
`;
}
