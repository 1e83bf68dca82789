import { problem, type Rule } from '../../rule.ts';
import { isNeverPruned, pruneAnnotation } from './prune.ts';

export const namespacePrune: Rule = {
  id: 'namespace-prune',
  set: 'flux',
  title: 'Flux never prunes a Namespace.',
  why: 'If someone removes the Namespace from Git by mistake, Flux deletes it with everything in it, including PersistentVolumeClaims.',
  source: 'kustomize-controller docs/spec/v1/kustomizations.md, Prune',
  severity: 'error',
  scope: 'profile',
  isAdvice: true,
  bad: {
    applied: `
apiVersion: v1
kind: Namespace
metadata: { name: shop }
`,
  },
  good: {
    applied: `
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  annotations: { kustomize.toolkit.fluxcd.io/prune: disabled }
`,
  },
  check: ({ applied }) =>
    applied
      .filter(({ manifest }) => manifest.kind === 'Namespace' && !isNeverPruned(manifest))
      .map((object) =>
        problem(
          object,
          ['metadata', 'annotations', pruneAnnotation],
          'pruning the Namespace deletes everything in it',
          `add the annotation ${pruneAnnotation}: disabled`,
        ),
      ),
};
