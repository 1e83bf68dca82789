import { problem, type Rule } from '../../rule.ts';
import { eachContainer } from './each-container.ts';
import { ownPods } from './own-pods.ts';
import { securityContextOf } from './security-context.ts';

export const runAsNonRoot: Rule = {
  id: 'run-as-non-root',
  set: 'appliance',
  title: 'A container sets runAsNonRoot.',
  why: 'Otherwise Pod Security "restricted" rejects the pod.',
  source: 'Kubernetes staging/src/k8s.io/pod-security-admission/policy/check_runAsNonRoot.go',
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
  securityContext: { runAsNonRoot: true }
  containers: [{ name: web, image: nginx:1.29.3 }]
`,
  check: (context) =>
    eachContainer(ownPods(context), (container, { object, spec }) => {
      const { name, fields, path } = container;
      if (securityContextOf(fields, spec, 'runAsNonRoot') === true) return [];
      return [
        problem(
          object,
          [...path, 'securityContext', 'runAsNonRoot'],
          `container ${name} may run as root, which Pod Security "restricted" rejects`,
          'set runAsNonRoot: true in the securityContext of the pod',
        ),
      ];
    }),
};
