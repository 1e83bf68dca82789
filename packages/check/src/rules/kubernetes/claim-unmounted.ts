import { problem, type Rule } from '../../rule.ts';

export const claimUnmounted: Rule = {
  id: 'claim-unmounted',
  set: 'kubernetes',
  title: 'A pod of the same release mounts each PersistentVolumeClaim.',
  why: 'With the volume binding mode WaitForFirstConsumer the claim stays Pending, and the release never becomes ready.',
  source: 'Kubernetes pkg/controller/volume/persistentvolume, WaitForFirstConsumer; kstatus',
  severity: 'error',
  scope: 'release',
  isAdvice: true,
  bad: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
`,
  good: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
---
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers: [{ name: web, image: nginx:1.29.3 }]
  volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]
`,
  check: ({ ofKind, pods }) => {
    const mounted = new Set(
      pods.flatMap(({ object, references }) =>
        references
          .filter(({ kind }) => kind === 'PersistentVolumeClaim')
          .map(({ namespace, name }) => idOf(object.release, namespace, name)),
      ),
    );
    return ofKind('PersistentVolumeClaim')
      .filter(
        ({ release, manifest: { metadata } }) =>
          !mounted.has(idOf(release, metadata.namespace ?? 'default', metadata.name)),
      )
      .map((object) =>
        problem(
          object,
          [],
          'no pod of its release mounts the claim, so it stays Pending and the release never becomes ready',
          'mount the claim in a pod, or remove it',
        ),
      );
  },
};

const idOf = (...parts: readonly (string | undefined)[]): string => parts.join(' ');
