import { keyOf, objectAt } from '@helm-charts/kubernetes';
import { fieldPath, pointerOf } from '@helm-charts/types';
import { problem, type Rule } from '../../rule.ts';
import { credentialsIn, fix, message } from './credential.ts';

export const credentialInValues: Rule = {
  id: 'credential-in-values',
  set: 'flux',
  title: 'The values of a HelmRelease hold no key and no password.',
  why: 'Everybody who reads the repository or its history has it, and so has who reads the HelmRelease.',
  source: 'gitleaks/gitleaks config/gitleaks.toml',
  severity: 'error',
  scope: 'profile',
  bad: { applied: release(`{ accessKey: AKIA${'SHOP'.repeat(4)} }`) },
  good: { applied: release('{ existingSecret: web }') },
  check: ({ releases, byKey }) =>
    releases.flatMap(({ helmRelease, values }) => {
      const object = byKey.get(keyOf(helmRelease));
      if (object === undefined) return [];
      const inline = new Set(
        credentialsIn(objectAt(helmRelease, 'spec', 'values')).map(({ path }) => pointerOf(path)),
      );
      return credentialsIn(values).map(({ path }) =>
        inline.has(pointerOf(path))
          ? problem(object, ['spec', 'values', ...path], message, fix)
          : problem(
              object,
              ['spec', 'valuesFrom'],
              `${fieldPath(path.map(String))}: ${message}`,
              fix,
            ),
      );
    }),
};

function release(values: string): string {
  return `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: shop }
spec:
  values: ${values}
`;
}
