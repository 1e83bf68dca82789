import type { FieldPath } from '@helm-charts/kubernetes';
import type { Manifest } from '@helm-charts/types';
import type { Context } from '../../context.ts';
import { problem, type Rule } from '../../rule.ts';
import { credentialsIn, fix, message } from './credential.ts';
import { valuesFrom } from './values-from.ts';

export const credentialInObject: Rule = {
  id: 'credential-in-object',
  set: 'flux',
  title: 'No object but a Secret holds a key or a password.',
  why: 'Everybody who reads the repository or its history has it, and so has who may read the object.',
  source: 'gitleaks/gitleaks config/gitleaks.toml',
  severity: 'error',
  scope: 'profile',
  bad: { objects: configMap(`AKIA${'SHOP'.repeat(4)}`) },
  good: { objects: configMap('eu-central-1') },
  check: (context) => {
    const values = new Set(valuesFrom(context).map(({ object }) => object));
    const isFromValues = fromValues(context);
    // Flux's build reports a Secret in Git, and credential-in-values what is in values.
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

/** Tells whether a text of an object is, or has in it, a credential of the values that a release is rendered with. */
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
