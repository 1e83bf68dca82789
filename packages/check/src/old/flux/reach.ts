import { stringAt } from '@helm-charts/kubernetes';
import { type Manifest, manifestId } from '@helm-charts/types';
import { fluxProblemIf } from '../problem.ts';
import type { Rule } from '../rule.ts';
import { objectAt } from '../view/object.ts';

/** What the program of the appliance and the objects of a profile name. */
export const reachRules: readonly Rule[] = [
  {
    id: 'F14',
    scope: 'profile',
    summary: 'Every claim, Secret and source that the program or an object names is there.',
    source: 'kustomize-controller docs/spec/v1/kustomizations.md, sourceRef',
    check: ({ applied, ofKind, dataClaims, secrets }) => {
      const ids = new Set(applied.map(manifestId));
      const claims = new Set(
        ofKind('PersistentVolumeClaim').map(({ manifest: { metadata } }) => metadata.name),
      );
      const made = new Set(secrets.map(({ name }) => name));
      return [
        ...dataClaims
          .filter(({ name }) => !claims.has(name))
          .map(({ name }) => ({
            where: 'dataClaims',
            message: `no release has the claim ${name}, so nothing guards its data; correct the name.`,
          })),
        ...dataClaims.flatMap((claim) =>
          claim.secrets
            .filter((name) => !made.has(name))
            .map((name) => ({
              where: 'dataClaims',
              message: `${claim.name} is opened by Secret ${name}, and secrets has none of that name; correct the name or add it.`,
            })),
        ),
        ...applied.flatMap((manifest) => {
          const source = sourceOf(manifest);
          return fluxProblemIf(
            source !== undefined && !ids.has(source),
            manifest,
            'sourceRef',
            `the profile has no ${source}; correct the name or add it`,
          );
        }),
      ];
    },
  },
];

/** The id of the object that a Kustomization or HelmRelease has its content from. */
const sourceOf = (manifest: Manifest): string | undefined => {
  const reference =
    manifest.kind === 'Kustomization'
      ? objectAt(manifest, 'spec', 'sourceRef')
      : manifest.kind === 'HelmRelease'
        ? {
            ...objectAt(manifest, 'spec', 'chart', 'spec', 'sourceRef'),
            ...objectAt(manifest, 'spec', 'chartRef'),
          }
        : {};
  const name = stringAt(reference, 'name');
  if (name === undefined) return undefined;
  const namespace = stringAt(reference, 'namespace') ?? manifest.metadata.namespace;
  return `${stringAt(reference, 'kind')} ${namespace}/${name}`;
};
