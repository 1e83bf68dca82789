import type { Context } from '@helm-charts/check';
import {
  commandOf,
  keyFor,
  listensOn,
  objectAt,
  type Pod,
  stringAt,
} from '@helm-charts/kubernetes';

/** A pod that runs Redis. */
export interface RedisPod {
  readonly pod: Pod;
  readonly hasClaim: boolean;
  /** Whether it writes its data to files: snapshots by default, or the append-only file. */
  readonly isPersistent: boolean;
}

/** The pods that run Redis. */
export const redisPods = (context: Context): readonly RedisPod[] =>
  context.pods
    .filter(({ containers }) => containers.some((container) => listensOn(container, 6379)))
    .map((pod) => {
      const config = configOf(context, pod);
      return {
        pod,
        hasClaim: pod.volumes.some(({ type }) => type === 'persistentVolumeClaim'),
        isPersistent: /\bappendonly\s+yes\b/.test(config) || !/\bsave\s+(""|'')/.test(config),
      };
    });

/** The command and every file that it may be configured with. */
const configOf = ({ byKey }: Context, { volumes, containers, namespace }: Pod): string =>
  [
    ...containers.flatMap(commandOf),
    ...volumes.flatMap(({ source }) => {
      const key = keyFor('ConfigMap', namespace, stringAt(source, 'name') ?? '');
      return Object.values(objectAt(byKey.get(key)?.manifest, 'data')).map(String);
    }),
  ].join('\n');

/** An example: a pod that runs Redis with a configuration and a volume. */
export function redisExample(config: string, volume: string): string {
  return `
apiVersion: v1
kind: ConfigMap
metadata: { name: redis }
data: { redis.conf: '${config}' }
---
apiVersion: v1
kind: Pod
metadata: { name: redis }
spec:
  containers: [{ name: redis, image: redis:8.4.0, ports: [{ containerPort: 6379 }] }]
  volumes:
    - { name: data, ${volume} }
    - { name: config, configMap: { name: redis } }
`;
}
