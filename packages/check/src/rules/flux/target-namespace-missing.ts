import { stringAt, valueAt } from '@helm-charts/kubernetes';
import { didYouMean } from '../../known/similar.ts';
import { problem, type Rule } from '../../rule.ts';

export const targetNamespaceMissing: Rule = {
  id: 'target-namespace-missing',
  set: 'flux',
  title: 'The profile contains the target namespace of each HelmRelease.',
  why: 'Helm cannot install a release into a namespace that does not exist.',
  source: 'helm-controller docs/spec/v2/helmreleases.md, targetNamespace',
  severity: 'error',
  scope: 'profile',
  bad: { applied: release('shpo') },
  good: { applied: release('shop') },
  check: (context) =>
    context.helmReleases.flatMap((object) => {
      const name = stringAt(object.manifest, ...field);
      if (name === undefined) return [];
      if (
        !context.seesAll ||
        valueAt(object.manifest, 'spec', 'install', 'createNamespace') === true
      )
        return [];
      const target = { kind: 'Namespace', group: '', namespace: '', name, path: field };
      return context.presenceOf(target, object, 'shared') === 'missing'
        ? [
            {
              ...problem(
                object,
                field,
                `the profile has no Namespace ${name}, so Helm cannot install the release`,
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
};

const field = ['spec', 'targetNamespace'] as const;

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
