import { stringAt } from '@helm-charts/flux';
import { type Manifest, manifestId } from '@helm-charts/types';
import { fluxProblemIf } from '../problem.ts';
import type { Rule } from '../rule.ts';
import { objectAt } from '../view/object.ts';

/** What the objects of a profile name. */
export const reachRules: readonly Rule[] = [
  {
    id: 'F14',
    scope: 'profile',
    summary: 'Every object that a script or another object names is in the profile.',
    source: 'kustomize-controller docs/spec/v1/kustomizations.md, sourceRef',
    check: ({ applied, expects: { named = [] } }) => {
      const ids = new Set(applied.map(manifestId));
      return [
        ...named
          .filter((id) => !ids.has(id))
          .map((id) => ({
            where: id,
            message: 'scripts name this object and the profile has none; correct expects.named.',
          })),
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
