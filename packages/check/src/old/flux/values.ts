import { stringAt } from '@helm-charts/kubernetes';
import { fluxProblem, fluxProblemIf } from '../problem.ts';
import type { Problem, Rule } from '../rule.ts';
import { objectAt, objectsAt } from '../view/object.ts';

/** Where a release has its values from. */
export const valuesRules: readonly Rule[] = [
  {
    id: 'F8',
    scope: 'profile',
    summary: 'Values come from a ConfigMap that is named by its content and watched.',
    source:
      'helm-controller docs/spec/v2/helmreleases.md, Values references; kustomize docs, configMapGenerator',
    check: ({ helmReleases, applied }) =>
      helmReleases.flatMap((manifest) => {
        const references = objectsAt(manifest, 'spec', 'valuesFrom').filter(
          ({ optional }) => optional !== true,
        );
        return [
          ...fluxProblemIf(
            references.length === 0,
            manifest,
            'spec.valuesFrom',
            'it has no values of the profile; name the ConfigMap of its values',
          ),
          ...references.flatMap((reference): readonly Problem[] => {
            const name = stringAt(reference, 'name') ?? '';
            const config = applied.find(
              ({ kind, metadata }) =>
                kind === reference.kind &&
                metadata.name === name &&
                metadata.namespace === manifest.metadata.namespace,
            );
            if (config === undefined) {
              return [
                fluxProblem(
                  manifest,
                  'spec.valuesFrom',
                  `the profile has no ${String(reference.kind)} ${name}; correct the name`,
                ),
              ];
            }
            return [
              ...fluxProblemIf(
                !/-[bcdfghkmt2456789]{10}$/.test(name),
                manifest,
                'spec.valuesFrom',
                `${name} has the same name whatever it holds, so a change of it bumps no generation; let kustomize add the hash`,
              ),
              ...fluxProblemIf(
                config.metadata.labels?.['reconcile.fluxcd.io/watch'] !== 'Enabled',
                config,
                'metadata.labels',
                'a change of it is seen at the next interval only; add reconcile.fluxcd.io/watch: Enabled',
              ),
            ];
          }),
        ];
      }),
  },
  {
    id: 'F12',
    scope: 'profile',
    summary: 'Nothing is substituted, or what looks like a variable says that it is none.',
    source: 'kustomize-controller docs/spec/v1/kustomizations.md, postBuild; CHANGELOG 1.9',
    check: ({ applied }) => {
      const substituting = applied.some(
        ({ kind, spec }) => kind === 'Kustomization' && Object.hasOwn(Object(spec), 'postBuild'),
      );
      return applied
        .filter(({ kind }) => kind === 'ConfigMap')
        .flatMap((manifest) =>
          fluxProblemIf(
            substituting &&
              Object.values(objectAt(manifest, 'data')).some((text) =>
                String(text).includes('${'),
              ) &&
              manifest.metadata.annotations?.['kustomize.toolkit.fluxcd.io/substitute'] !==
                'disabled',
            manifest,
            'data',
            'it holds what Flux takes for variables of its own; add kustomize.toolkit.fluxcd.io/substitute: disabled',
          ),
        );
    },
  },
];
