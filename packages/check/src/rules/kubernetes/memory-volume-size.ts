import { type Pod, valueAt } from '@helm-charts/kubernetes';
import { type Problem, problem, type Rule } from '../../rule.ts';
import { quantityOf } from './quantity.ts';

export const memoryVolumeSize: Rule = {
  id: 'memory-volume-size',
  set: 'kubernetes',
  title: 'An emptyDir in memory is not larger than the memory of the containers that mount it.',
  why: 'Its files count as memory of the containers, so the node kills them for lack of memory before the volume is full.',
  source: 'Kubernetes docs, Volumes, emptyDir; pkg/volume/emptydir/empty_dir.go',
  severity: 'error',
  scope: 'object',
  bad: pod('64Gi'),
  good: pod('64Mi'),
  check: ({ pods }) => pods.flatMap(ofPod),
};

const ofPod = (pod: Pod): readonly Problem[] =>
  pod.volumes.flatMap(({ name, type, source, path }) => {
    const size = quantityOf(source.sizeLimit);
    if (type !== 'emptyDir' || source.medium !== 'Memory' || size === undefined) return [];
    const users = pod.containers.filter(({ mounts }) =>
      mounts.some((mount) => mount.name === name),
    );
    const limits = users.map(({ fields }) =>
      quantityOf(valueAt(fields, 'resources', 'limits', 'memory')),
    );
    const known = limits.filter((limit) => limit !== undefined);
    const isUnlimited = known.length < limits.length || limits.length === 0;
    const most = isUnlimited ? largest : known.reduce((sum, limit) => sum + limit, 0);
    return size <= most
      ? []
      : [
          problem(
            pod.object,
            [...path, 'emptyDir', 'sizeLimit'],
            isUnlimited
              ? `volume ${name} may take ${String(source.sizeLimit)} of the memory of the node, and no container that mounts it has a limit`
              : `volume ${name} may take ${String(source.sizeLimit)} of memory, more than the limits of the containers that mount it, so they are killed before it is full`,
            isUnlimited
              ? 'set a smaller sizeLimit, and resources.limits.memory of the containers'
              : 'set a smaller sizeLimit, or raise resources.limits.memory',
          ),
        ];
  });

/** Without a limit of the containers: more than an ordinary node has. */
const largest = 32 * 2 ** 30;

function pod(size: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: nginx:1.29.3
      resources: { limits: { memory: 128Mi } }
      volumeMounts: [{ name: cache, mountPath: /cache }]
  volumes: [{ name: cache, emptyDir: { medium: Memory, sizeLimit: ${size} } }]
`;
}
