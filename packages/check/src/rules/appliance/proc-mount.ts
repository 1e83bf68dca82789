import { stringAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';
import { eachContainer } from './each-container.ts';

export const procMount: Rule = {
  id: 'proc-mount',
  set: 'appliance',
  title: 'A container has the default mask of /proc.',
  why: 'Otherwise Pod Security "baseline" rejects the pod, and the container sees and changes settings of the kernel.',
  source: 'Kubernetes staging/src/k8s.io/pod-security-admission/policy/check_procMount.go',
  severity: 'error',
  scope: 'object',
  bad: pod('Unmasked'),
  good: pod('Default'),
  check: ({ pods }) =>
    eachContainer(pods, ({ name, fields, path }, { object }) => {
      const value = stringAt(fields, 'securityContext', 'procMount') ?? 'Default';
      return value === 'Default'
        ? []
        : [
            problem(
              object,
              [...path, 'securityContext', 'procMount'],
              `container ${name} has procMount ${value}, which Pod Security "baseline" rejects`,
              'remove the field',
            ),
          ];
    }),
};

function pod(value: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - { name: web, image: nginx:1.29.3, securityContext: { procMount: ${value} } }
`;
}
