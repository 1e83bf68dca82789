import { type Pod, stringAt, valueAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';

export const rolloutSharedClaim: Rule = {
  id: 'rollout-shared-claim',
  set: 'kubernetes',
  title: 'A Deployment that writes to a PersistentVolumeClaim has the strategy Recreate.',
  why: 'During a rolling update the old pod and the new one write to the same volume at once.',
  source: 'Kubernetes docs, Deployment strategy; Persistent Volumes, access modes',
  severity: 'error',
  scope: 'object',
  isAdvice: true,
  bad: deployment('RollingUpdate'),
  good: deployment('Recreate'),
  check: ({ pods }) =>
    pods
      .filter(
        ({ kind, object }) =>
          kind === 'Deployment' &&
          valueAt(object.manifest, 'spec', 'strategy', 'type') !== 'Recreate',
      )
      .flatMap((pod) => {
        const claim = writtenClaim(pod);
        return claim === undefined
          ? []
          : [
              problem(
                pod.object,
                ['spec', 'strategy', 'type'],
                `during an update the old pod and the new one write to the claim ${claim} at once`,
                'set it to Recreate, or mount the volume with readOnly: true',
              ),
            ];
      }),
};

const writtenClaim = ({ volumes, containers }: Pod): string | undefined => {
  const volume = volumes.find(
    ({ name, type, source }) =>
      type === 'persistentVolumeClaim' &&
      source.readOnly !== true &&
      containers.some(({ mounts }) =>
        mounts.some((mount) => mount.name === name && mount.readOnly !== true),
      ),
  );
  return stringAt(volume?.source, 'claimName');
};

function deployment(strategy: string): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  strategy: { type: ${strategy} }
  template:
    spec:
      containers:
        - { name: web, image: nginx:1.29.3, volumeMounts: [{ name: data, mountPath: /data }] }
      volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]
`;
}
