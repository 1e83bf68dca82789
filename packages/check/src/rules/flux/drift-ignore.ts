import { objectsAt, stringAt, stringsAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';

export const driftIgnore: Rule = {
  id: 'drift-ignore',
  set: 'flux',
  title: 'A HelmRelease that corrects drift ignores Jobs and Secrets.',
  why: 'Otherwise helm-controller runs a finished Job again and reverts a rotated Secret.',
  source: 'helm-controller internal/action/diff.go; docs/spec/v2/helmreleases.md, driftDetection',
  severity: 'error',
  scope: 'profile',
  isAdvice: true,
  bad: {
    applied: `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: shop }
spec:
  driftDetection: { mode: enabled }
`,
  },
  good: {
    applied: `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: shop }
spec:
  driftDetection:
    mode: enabled
    ignore:
      - { paths: [''], target: { kind: Job } }
      - { paths: [''], target: { kind: Secret } }
`,
  },
  check: ({ helmReleases }) =>
    helmReleases
      .filter(({ manifest }) => stringAt(manifest, ...field, 'mode') === 'enabled')
      .flatMap((object) => {
        const ignored = objectsAt(object.manifest, ...field, 'ignore')
          .filter((entry) => stringsAt(entry, 'paths').includes(''))
          .map((entry) => stringAt(entry, 'target', 'kind'));
        return ['Job', 'Secret']
          .filter((kind) => !ignored.includes(kind))
          .map((kind) =>
            problem(
              object,
              [...field, 'ignore'],
              kind === 'Job'
                ? 'drift detection creates a finished Job again after its deletion, so it runs twice'
                : 'drift detection reverts a rotated Secret',
              `add { paths: [""], target: { kind: ${kind} } }`,
            ),
          );
      }),
};

const field = ['spec', 'driftDetection'] as const;
