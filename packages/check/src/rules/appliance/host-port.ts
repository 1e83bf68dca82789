import { listAt, valueAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';
import { eachContainer } from './each-container.ts';

export const hostPort: Rule = {
  id: 'host-port',
  set: 'appliance',
  title: 'No container uses a hostPort.',
  why: 'Otherwise Pod Security "baseline" rejects the pod.',
  source: 'Kubernetes staging/src/k8s.io/pod-security-admission/policy/check_hostPorts.go',
  severity: 'error',
  scope: 'object',
  bad: `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers: [{ name: web, image: nginx:1.29.3, ports: [{ containerPort: 80, hostPort: 80 }] }]
`,
  good: `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers: [{ name: web, image: nginx:1.29.3, ports: [{ containerPort: 80 }] }]
`,
  check: ({ pods }) =>
    eachContainer(pods, ({ name, fields, path }, { object }) =>
      listAt(fields, 'ports').flatMap((port, index) => {
        const hostPort = valueAt(port, 'hostPort') ?? 0;
        if (hostPort === 0) return [];
        return [
          problem(
            object,
            [...path, 'ports', index, 'hostPort'],
            `container ${name} uses hostPort ${String(hostPort)}, which Pod Security "baseline" rejects`,
            'remove hostPort, and use a Service of type NodePort',
          ),
        ];
      }),
    ),
};
