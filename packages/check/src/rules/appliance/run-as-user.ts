import { problem, type Rule } from '../../rule.ts';
import { eachContainer } from './each-container.ts';
import { ownPods } from './own-pods.ts';
import { securityContextOf } from './security-context.ts';

export const runAsUser: Rule = {
  id: 'run-as-user',
  set: 'appliance',
  title: 'A container sets runAsUser to a number other than 0.',
  why: 'Pod Security "restricted" rejects user 0. With runAsNonRoot, the kubelet does not start an image whose user is a name.',
  source: 'Kubernetes staging/src/k8s.io/pod-security-admission/policy/check_runAsUser.go',
  severity: 'error',
  scope: 'object',
  bad: `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  securityContext: { runAsUser: 0 }
  containers: [{ name: web, image: nginx:1.29.3 }]
`,
  good: `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  securityContext: { runAsUser: 1000 }
  containers: [{ name: web, image: nginx:1.29.3 }]
`,
  check: (context) =>
    eachContainer(ownPods(context), (container, { object, spec }) => {
      const { name, fields, path } = container;
      if (isUser(securityContextOf(fields, spec, 'runAsUser'))) return [];
      return [
        problem(
          object,
          [...path, 'securityContext', 'runAsUser'],
          `container ${name} has no runAsUser other than 0, so the user of its image applies, which the kubelet may reject`,
          'set runAsUser in the securityContext of the pod, for instance 1000',
        ),
      ];
    }),
};

const isUser = (user: unknown): boolean => typeof user === 'number' && user !== 0;
