import type { Context } from '../../context.ts';
import { problem, type Rule } from '../../rule.ts';
import { credentialsIn, fix, message } from './credential.ts';

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
    const isKnown = knownIn(context);
    // Flux's build reports a Secret in Git.
    return context.objects
      .filter(({ manifest }) => manifest.kind !== 'Secret')
      .flatMap((object) =>
        credentialsIn(object.manifest)
          .filter(({ text }) => !isKnown(text))
          .map(({ path }) => problem(object, path, message, fix)),
      );
  },
};

/** Tells whether a text has its credential from the values of a release, where it is a finding already. */
const knownIn = ({ releases }: Pick<Context, 'releases'>) => {
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
