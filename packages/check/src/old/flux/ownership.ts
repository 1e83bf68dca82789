import { stringAt, valueAt } from '@helm-charts/kubernetes';
import { fluxProblemIf } from '../problem.ts';
import type { Rule } from '../rule.ts';

/** What keeps data when a profile changes or goes. */
export const ownershipRules: readonly Rule[] = [
  {
    id: 'F10',
    scope: 'profile',
    summary:
      'What owns data is never pruned, and a Kustomization of releases leaves them, retries soon and waits for none.',
    source:
      'kustomize-controller docs/spec/v1/kustomizations.md, prune, deletionPolicy and wait; #701',
    check: ({ applied, cluster: { releases }, objects }) => [
      ...releases.flatMap(({ name, helmRelease }) => {
        const owned = objects.find(
          ({ release, manifest }) =>
            release === name && ['PersistentVolumeClaim', 'StatefulSet'].includes(manifest.kind),
        );
        const { annotations = {} } = helmRelease.metadata;
        return fluxProblemIf(
          owned !== undefined && annotations['kustomize.toolkit.fluxcd.io/prune'] !== 'disabled',
          helmRelease,
          'metadata.annotations',
          `pruning it uninstalls ${owned?.manifest.kind} ${owned?.manifest.metadata.name}; add kustomize.toolkit.fluxcd.io/prune: disabled`,
        );
      }),
      ...applied
        .filter(({ kind, spec }) => kind === 'Kustomization' && isOfReleases(spec))
        .flatMap((manifest) => [
          ...fluxProblemIf(
            stringAt(manifest, 'spec', 'deletionPolicy') !== 'Orphan',
            manifest,
            'spec.deletionPolicy',
            'whoever deletes it uninstalls every release; set Orphan',
          ),
          ...fluxProblemIf(
            valueAt(manifest, 'spec', 'wait') === true,
            manifest,
            'spec.wait',
            'while it waits for a release it applies nothing new, not even the repair; set false',
          ),
          ...fluxProblemIf(
            stringAt(manifest, 'spec', 'retryInterval') === undefined,
            manifest,
            'spec.retryInterval',
            'after a failure it waits for its whole interval; set 1m',
          ),
        ]),
    ],
  },
];

/** Whether a Kustomization applies a directory of releases. */
const isOfReleases = (spec: unknown): boolean =>
  /(^|\/)releases(-[\w-]+)?\/?$/.test(stringAt(spec, 'path') ?? '');
