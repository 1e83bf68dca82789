import { valueAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';
import { eachContainer } from './each-container.ts';
import { ownPods } from './own-pods.ts';

export const privilegeEscalation: Rule = {
  id: 'privilege-escalation',
  set: 'appliance',
  title: 'A container sets allowPrivilegeEscalation to false.',
  why: 'Otherwise Pod Security "restricted" rejects the pod.',
  source:
    'Kubernetes staging/src/k8s.io/pod-security-admission/policy/check_allowPrivilegeEscalation.go',
  severity: 'error',
  scope: 'object',
  bad: `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers: [{ name: web, image: nginx:1.29.3 }]
`,
  good: `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers: [{ name: web, image: nginx:1.29.3, securityContext: { allowPrivilegeEscalation: false } }]
`,
  check: (context) =>
    eachContainer(ownPods(context), (container, { object }) => {
      const { name, fields, path } = container;
      if (valueAt(fields, 'securityContext', 'allowPrivilegeEscalation') === false) return [];
      return [
        problem(
          object,
          [...path, 'securityContext', 'allowPrivilegeEscalation'],
          `container ${name} allows privilege escalation, which Pod Security "restricted" rejects`,
          'set allowPrivilegeEscalation: false',
        ),
      ];
    }),
};
