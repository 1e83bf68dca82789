import { stringAt } from '@helm-charts/flux';
import { problem, problemIf } from '../problem.ts';
import type { Rule } from '../rule.ts';
import { objectsAt } from '../view/object.ts';

const claim = 'PersistentVolumeClaim';

/** What keeps data. */
export const volumeRules: readonly Rule[] = [
  {
    id: 'R4',
    scope: 'object',
    summary: 'A claim is kept when its release goes, and names no volume.',
    source: 'Helm pkg/action/resource_policy.go; local-path-provisioner README.md',
    check: ({ ofKind }) =>
      ofKind(claim).flatMap((object) => [
        ...problemIf(
          object.manifest.metadata.annotations?.['helm.sh/resource-policy'] !== 'keep',
          object,
          'metadata.annotations',
          'without helm.sh/resource-policy: keep the data go with the release; add it',
        ),
        ...problemIf(
          stringAt(object.manifest, 'spec', 'volumeName') !== undefined,
          object,
          'spec.volumeName',
          'it can never change and belongs to the cluster, not to the chart; remove it',
        ),
      ]),
  },
  {
    id: 'R4',
    scope: 'release',
    summary: 'A claim is mounted by a pod of its own release, or the release waits for ever.',
    source: 'Kubernetes pkg/controller/volume/persistentvolume, WaitForFirstConsumer; kstatus',
    check: ({ ofKind, pods }) =>
      ofKind(claim)
        .filter(
          ({ manifest, release }) =>
            !pods.some(
              ({ object, volumes, namespace }) =>
                object.release === release &&
                namespace === (manifest.metadata.namespace ?? 'default') &&
                volumes.some(({ source }) => source.claimName === manifest.metadata.name),
            ),
        )
        .map((object) =>
          problem(
            object,
            '',
            'no pod of its release mounts it, so it stays Pending and the release never becomes ready; mount it or remove it',
          ),
        ),
  },
  {
    id: 'R4',
    scope: 'cluster',
    summary: 'A claim names its storage class and has the size that it had at first.',
    source: 'local-path-provisioner README.md: no expansion; Kubernetes docs, Persistent Volumes',
    check: ({ ofKind, isForeign, expects: { claims = {} } }) =>
      ofKind(claim)
        .filter((object) => !isForeign(object))
        .flatMap((object) => {
          const { manifest } = object;
          const size = stringAt(manifest, 'spec', 'resources', 'requests', 'storage') ?? 'none';
          const expected = claims[manifest.metadata.name];
          return [
            ...problemIf(
              !stringAt(manifest, 'spec', 'storageClassName'),
              object,
              'spec.storageClassName',
              "it takes whatever class is the cluster's default on that day; name one",
            ),
            ...problemIf(
              expected !== size,
              object,
              'spec.resources.requests.storage',
              expected === undefined
                ? `its size ${size} must stay as it is for ever; write it into expects.claims of the profile`
                : `installed appliances have ${expected} and this is ${size}, and a claim can't change; keep the size`,
            ),
          ];
        }),
  },
  {
    id: 'R5',
    scope: 'object',
    summary: 'A StatefulSet mounts claims of their own, not templates of claims.',
    source: 'Kubernetes pkg/apis/apps/validation/validation.go, ValidateStatefulSetUpdate',
    check: ({ ofKind, isForeign }) =>
      ofKind('StatefulSet')
        .filter(
          (object) =>
            !isForeign(object) &&
            objectsAt(object.manifest, 'spec', 'volumeClaimTemplates').length > 0,
        )
        .map((object) =>
          problem(
            object,
            'spec.volumeClaimTemplates',
            'they can never change and Helm never keeps what they make; write a PersistentVolumeClaim and mount it',
          ),
        ),
  },
];
