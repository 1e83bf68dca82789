import { objectsAt, type Pod, valueAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';

export const rolloutHostPort: Rule = {
  id: 'rollout-host-port',
  set: 'kubernetes',
  title: 'A Deployment that uses a port of the node has the strategy Recreate.',
  why: 'During a rolling update the new pod waits for the port, which the old pod keeps until the new one is ready.',
  source: 'Kubernetes docs, Deployment strategy; pkg/scheduler/framework/plugins/nodeports',
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
        const held = hostPort(pod);
        return held === undefined
          ? []
          : [
              problem(
                pod.object,
                ['spec', 'strategy', 'type'],
                `during an update the new pod waits for ${held}, which the old pod keeps`,
                'set it to Recreate',
              ),
            ];
      }),
};

/** The ports of the node that only one pod can use at a time. */
const hostPort = ({ spec, containers }: Pod): string | undefined => {
  if (spec.hostNetwork === true) return "the ports of the node's network";
  const port = containers
    .flatMap(({ fields }) => objectsAt(fields, 'ports'))
    .find(({ hostPort = 0 }) => hostPort !== 0);
  return port === undefined ? undefined : `port ${String(port.hostPort)} of the node`;
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
        - { name: web, image: nginx:1.29.3, ports: [{ containerPort: 80, hostPort: 80 }] }
`;
}
