import type { FieldPath } from '@helm-charts/kubernetes';
import type { Manifest } from '@helm-charts/types';
import type { Context } from '../../context.ts';
import { problem, type Rule } from '../../rule.ts';
import { credentialsIn, fix, message } from './credential.ts';
import { valuesFrom } from './values-from.ts';

export const credentialInObject: Rule = {
  id: 'credential-in-object',
  set: 'flux',
  title: 'No object except a Secret contains a key or a password.',
  why: 'Everyone who may read the object, the repository or its history can read the credential.',
  source: 'gitleaks/gitleaks config/gitleaks.toml',
  severity: 'error',
  scope: 'profile',
  isAdvice: true,
  bad: { objects: configMap(`AKIA${'SHOP'.repeat(4)}`) },
  good: { objects: configMap('eu-central-1') },
  check: (context) => {
    const values = new Set(valuesFrom(context).map(({ object }) => object));
    const isFromValues = fromValues(context);
    // The Flux build reports a Secret in Git; credential-in-values reports credentials in values.
    return context.objects
      .filter((object) => object.manifest.kind !== 'Secret' && !values.has(object))
      .flatMap((object) =>
        credentialsIn(object.manifest)
          .filter(({ path, text }) => !isOfRelease(object.manifest, path) && !isFromValues(text))
          .map(({ path }) => problem(object, path, message, fix)),
      );
  },
};

const isOfRelease = ({ kind }: Manifest, [first, second]: FieldPath): boolean =>
  kind === 'HelmRelease' && first === 'spec' && second === 'values';

/** Tells whether a text of an object contains a credential from the values of its release. */
const fromValues = ({ releases }: Pick<Context, 'releases'>) => {
  const texts = releases.flatMap(({ values }) => credentialsIn(values).map(({ text }) => text));
  return (text: string): boolean => texts.some((known) => text.includes(known));
};

function configMap(region: string): string {
  return `
apiVersion: v1
kind: ConfigMap
metadata: { name: web, namespace: shop }
data: { region: ${region} }
`;
}
