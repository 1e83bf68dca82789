import { problem, type Rule } from '../../rule.ts';
import { eachContainer } from './each-container.ts';
import { ownPods } from './own-pods.ts';
import { securityContextOf } from './security-context.ts';

export const seccompProfile: Rule = {
  id: 'seccomp-profile',
  set: 'appliance',
  title: 'A container has the seccomp profile RuntimeDefault or Localhost.',
  why: 'Otherwise Pod Security "restricted" rejects the pod.',
  source:
    'Kubernetes staging/src/k8s.io/pod-security-admission/policy/check_seccompProfile_restricted.go',
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
  securityContext: { seccompProfile: { type: RuntimeDefault } }
  containers: [{ name: web, image: nginx:1.29.3 }]
`,
  check: (context) =>
    eachContainer(ownPods(context), (container, { object, spec }) => {
      const { name, fields, path } = container;
      if (profiles.includes(String(securityContextOf(fields, spec, 'seccompProfile', 'type'))))
        return [];
      return [
        problem(
          object,
          [...path, 'securityContext', 'seccompProfile', 'type'],
          `container ${name} has no allowed seccomp profile, so Pod Security "restricted" rejects its pod`,
          'set seccompProfile.type: RuntimeDefault in the securityContext of the pod',
        ),
      ];
    }),
};

const profiles = ['RuntimeDefault', 'Localhost'];
