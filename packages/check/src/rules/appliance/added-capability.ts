import { stringsAt } from '@helm-charts/kubernetes';
import { enumerate } from '../../enumerate.ts';
import { problem, type Rule } from '../../rule.ts';
import { eachContainer } from './each-container.ts';

export const addedCapability: Rule = {
  id: 'added-capability',
  set: 'appliance',
  title: 'A container adds only capabilities that container runtimes grant by default.',
  why: 'Otherwise Pod Security "baseline" rejects the pod.',
  source:
    'Kubernetes staging/src/k8s.io/pod-security-admission/policy/check_capabilities_baseline.go',
  severity: 'error',
  scope: 'object',
  bad: `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers: [{ name: web, image: nginx:1.29.3, securityContext: { capabilities: { add: [NET_ADMIN] } } }]
`,
  good: `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers: [{ name: web, image: nginx:1.29.3, securityContext: { capabilities: { add: [CHOWN] } } }]
`,
  check: ({ pods }) =>
    eachContainer(pods, ({ name, fields, path }, { object }) => {
      const added = stringsAt(fields, 'securityContext', 'capabilities', 'add').filter(
        (capability) => !allowed.includes(capability),
      );
      if (added.length === 0) return [];
      return [
        problem(
          object,
          [...path, 'securityContext', 'capabilities', 'add'],
          `container ${name} adds ${enumerate(added)}, which Pod Security "baseline" rejects`,
          'remove it from capabilities.add',
        ),
      ];
    }),
};

const allowed = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];
