import { stringsAt } from '@helm-charts/kubernetes';
import type { JsonObject } from '@helm-charts/types';
import { problem, type Rule } from '../../rule.ts';
import { eachContainer } from './each-container.ts';
import { ownPods } from './own-pods.ts';

export const dropCapabilities: Rule = {
  id: 'drop-capabilities',
  set: 'appliance',
  title: 'A container drops all capabilities and adds at most NET_BIND_SERVICE.',
  why: 'Otherwise Pod Security "restricted" rejects the pod.',
  source:
    'Kubernetes staging/src/k8s.io/pod-security-admission/policy/check_capabilities_restricted.go',
  severity: 'error',
  scope: 'object',
  bad: `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers: [{ name: web, image: nginx:1.29.3, securityContext: { capabilities: { drop: [ALL], add: [CHOWN] } } }]
`,
  good: `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers: [{ name: web, image: nginx:1.29.3, securityContext: { capabilities: { drop: [ALL], add: [NET_BIND_SERVICE] } } }]
`,
  check: (context) =>
    eachContainer(ownPods(context), (container, { object }) => {
      const { name, fields, path } = container;
      if (isRestricted(fields)) return [];
      return [
        problem(
          object,
          [...path, 'securityContext', 'capabilities'],
          `container ${name} keeps capabilities that Pod Security "restricted" rejects`,
          'set capabilities to { drop: [ALL] }; add may contain NET_BIND_SERVICE only',
        ),
      ];
    }),
};

const isRestricted = (fields: JsonObject): boolean =>
  stringsAt(fields, 'securityContext', 'capabilities', 'drop').includes('ALL') &&
  stringsAt(fields, 'securityContext', 'capabilities', 'add').every(
    (added) => added === 'NET_BIND_SERVICE',
  );
