import { stringAt } from '@helm-charts/flux';
import { type Manifest, manifestId } from '@helm-charts/types';
import { fluxProblem, fluxProblemIf, problem } from '../problem.ts';
import type { Problem, Rule } from '../rule.ts';
import { eachContainer } from '../view/each.ts';
import { objectAt } from '../view/object.ts';

/** What a profile leads to: its own objects, and hosts. */
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
  {
    id: 'F15',
    scope: 'profile',
    summary:
      'A profile without Internet has no HelmRepository, and leads to no other hosts than its own.',
    source: 'Talos docs, Air-gapped Environments',
    check: (view) => {
      const { hosts } = view.expects;
      if (hosts === undefined) return [];
      return [
        ...view.applied.flatMap((manifest): readonly Problem[] => {
          const url = stringAt(manifest, 'spec', 'url') ?? '';
          const host = /^\w+:\/\/(?:[^@/]*@)?([^/:]+)/.exec(url)?.[1];
          return [
            ...(manifest.kind === 'HelmRepository'
              ? [
                  fluxProblem(
                    manifest,
                    '',
                    'it is out of reach without Internet; take the chart from the bundle',
                  ),
                ]
              : []),
            ...fluxProblemIf(
              host !== undefined && !hosts.includes(host),
              manifest,
              'spec.url',
              `${host} is none of the hosts that the site has (${hosts.join(', ')}); use one of them`,
            ),
          ];
        }),
        ...eachContainer(view, ({ name, fields }, { object }) => {
          const image = stringAt(fields, 'image') ?? '';
          const [first = ''] = image.split('/');
          const registry =
            /[.:]|^localhost$/.test(first) && image.includes('/')
              ? first.replace(/:.*/, '')
              : 'docker.io';
          return hosts.includes(registry)
            ? []
            : [
                problem(
                  object,
                  `container ${name}`,
                  `its image comes from ${registry}, which is none of the hosts that the site has (${hosts.join(', ')}); use one of them`,
                ),
              ];
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
