import { stringAt, valueAt } from '@helm-charts/kubernetes';
import { fluxProblemIf } from '../problem.ts';
import type { Rule } from '../rule.ts';

/** The namespaces that a profile makes and uses. */
export const namespaceRules: readonly Rule[] = [
  {
    id: 'F5',
    scope: 'profile',
    summary: 'A release goes to a namespace of the profile, which Helm does not make.',
    source: 'Helm pkg/action/install.go, CreateNamespace: without labels and for ever',
    check: ({ helmReleases, applied }) => {
      const namespaces = applied
        .filter(({ kind }) => kind === 'Namespace')
        .map(({ metadata }) => metadata.name);
      return helmReleases.flatMap((manifest) => {
        const target = stringAt(manifest, 'spec', 'targetNamespace');
        return [
          ...fluxProblemIf(
            valueAt(manifest, 'spec', 'install', 'createNamespace') === true,
            manifest,
            'spec.install.createNamespace',
            'Helm makes a namespace without a Pod Security level; make it in the profile and set false',
          ),
          ...fluxProblemIf(
            target !== undefined && !namespaces.includes(target),
            manifest,
            'spec.targetNamespace',
            `the profile has no Namespace ${target}; add it or correct the name`,
          ),
        ];
      });
    },
  },
  {
    id: 'F9',
    scope: 'profile',
    summary: 'A namespace is never pruned, and says that it enforces Pod Security.',
    source: 'Kubernetes docs, Pod Security Admission; kustomize-controller docs, prune',
    check: ({ applied }) =>
      applied
        .filter(({ kind }) => kind === 'Namespace')
        .flatMap((manifest) => {
          const { name, labels = {}, annotations = {} } = manifest.metadata;
          const level = labels['pod-security.kubernetes.io/enforce'] ?? 'none';
          return [
            ...fluxProblemIf(
              annotations['kustomize.toolkit.fluxcd.io/prune'] !== 'disabled',
              manifest,
              'metadata.annotations',
              'a pruned namespace takes everything in it along; add kustomize.toolkit.fluxcd.io/prune: disabled',
            ),
            ...fluxProblemIf(
              !['baseline', 'restricted'].includes(level) && name !== 'local-path-storage',
              manifest,
              'metadata.labels',
              `it enforces ${level} of the Pod Security levels; set pod-security.kubernetes.io/enforce to baseline or restricted`,
            ),
          ];
        }),
  },
];
