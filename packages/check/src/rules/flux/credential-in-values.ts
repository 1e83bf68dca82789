import { objectAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';
import { credentialsIn, fix, message } from './credential.ts';
import { valuesFrom } from './values-from.ts';

export const credentialInValues: Rule = {
  id: 'credential-in-values',
  set: 'flux',
  title: 'The values of a HelmRelease contain no key and no password.',
  why: 'Everyone who may read the HelmRelease, the repository or its history can read the credential.',
  source: 'gitleaks/gitleaks config/gitleaks.toml',
  severity: 'error',
  scope: 'profile',
  isAdvice: true,
  bad: { applied: release(`{ accessKey: AKIA${'SHOP'.repeat(4)} }`) },
  good: { applied: release('{ existingSecret: web }') },
  check: (context) => [
    ...context.helmReleases.flatMap((object) =>
      credentialsIn(objectAt(object.manifest, ...field)).map(({ path }) =>
        problem(object, [...field, ...path], message, fix),
      ),
    ),
    ...[...new Set(valuesFrom(context).map(({ object }) => object))]
      .filter(({ manifest }) => manifest.kind === 'ConfigMap')
      .flatMap((object) =>
        credentialsIn(objectAt(object.manifest, 'data')).map(({ path }) =>
          problem(object, ['data', ...path], message, fix),
        ),
      ),
  ],
};

const field = ['spec', 'values'] as const;

function release(values: string): string {
  return `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: shop }
spec:
  values: ${values}
`;
}
