import { stringAt, valueAt } from '@helm-charts/kubernetes';
import type { Manifest } from '@helm-charts/types';
import { didYouMean } from '../../known/similar.ts';
import { problem, type Rule } from '../../rule.ts';

export const targetNamespaceMissing: Rule = {
  id: 'target-namespace-missing',
  set: 'flux',
  title: 'The profile contains the namespaces that each HelmRelease names.',
  why: 'Helm cannot install a release into a namespace that does not exist, nor store its record there.',
  source: 'helm-controller docs/spec/v2/helmreleases.md, targetNamespace, storageNamespace',
  severity: 'error',
  scope: 'profile',
  bad: { applied: release('shpo') },
  good: { applied: release('shop') },
  check: (context) =>
    context.helmReleases.flatMap((object) =>
      Object.entries(fields).flatMap(([field, consequence]) => {
        const path = ['spec', field];
        const name = stringAt(object.manifest, ...path);
        if (name === undefined || !context.seesAll || isCreated(object.manifest, name)) return [];
        const target = { kind: 'Namespace', group: '', namespace: '', name, path };
        return context.presenceOf(target, object, 'shared') === 'missing'
          ? [
              {
                ...problem(
                  object,
                  path,
                  `the profile has no Namespace ${name}, so Helm cannot ${consequence}`,
                  didYouMean(name, context.namesLike(target)) ??
                    'correct the name, or add the Namespace',
                ),
                // Without any Namespace in the tree, somebody else creates them.
                ...(context.kind === 'tree' &&
                  !context.byKind.has('Namespace') && { severity: 'warning' as const }),
              },
            ]
          : [];
      }),
    ),
};

/** What Helm cannot do without the namespace of a field. */
const fields: Readonly<Record<string, string>> = {
  targetNamespace: 'install the release',
  storageNamespace: 'store the release',
};

/** Helm stores a release before it installs it, so it creates the target namespace first (helm: pkg/action/install.go). */
const isCreated = (helmRelease: Manifest, namespace: string): boolean =>
  valueAt(helmRelease, 'spec', 'install', 'createNamespace') === true &&
  stringAt(helmRelease, 'spec', 'targetNamespace') === namespace;

function release(targetNamespace: string): string {
  return `
apiVersion: v1
kind: Namespace
metadata: { name: shop }
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: flux-system }
spec: { targetNamespace: ${targetNamespace} }
`;
}
