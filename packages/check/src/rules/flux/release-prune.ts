import { keyOf } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';
import { isNeverPruned, pruneAnnotation } from './prune.ts';

export const releasePrune: Rule = {
  id: 'release-prune',
  set: 'flux',
  title: 'Flux never prunes a HelmRelease that installs a PersistentVolumeClaim or a StatefulSet.',
  why: 'If someone removes the HelmRelease from Git by mistake, Flux uninstalls it, and its data may be deleted.',
  source: 'kustomize-controller docs/spec/v1/kustomizations.md, Prune',
  severity: 'error',
  scope: 'profile',
  isAdvice: true,
  bad: example('{ app: web }'),
  good: example('{ kustomize.toolkit.fluxcd.io/prune: disabled }'),
  check: ({ releases, byKey, objects }) =>
    releases.flatMap(({ name, helmRelease }) => {
      const object = byKey.get(keyOf(helmRelease));
      const owner = objects.find(
        ({ release, manifest }) =>
          release === name && ['PersistentVolumeClaim', 'StatefulSet'].includes(manifest.kind),
      );
      return object === undefined || owner === undefined || isNeverPruned(helmRelease)
        ? []
        : [
            problem(
              object,
              ['metadata', 'annotations', pruneAnnotation],
              `pruning the HelmRelease uninstalls ${owner.manifest.kind} ${owner.manifest.metadata.name}`,
              `add the annotation ${pruneAnnotation}: disabled`,
            ),
          ];
    }),
};

function example(annotations: string) {
  return {
    applied: `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: shop, annotations: ${annotations} }
`,
    objects: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data, labels: { helm.toolkit.fluxcd.io/name: web } }
`,
  };
}
