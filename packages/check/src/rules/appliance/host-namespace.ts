import { problem, type Rule } from '../../rule.ts';

export const hostNamespace: Rule = {
  id: 'host-namespace',
  set: 'appliance',
  title: 'A pod does not use the network, PID or IPC namespace of its node.',
  why: 'Otherwise Pod Security "baseline" rejects the pod.',
  source: 'Kubernetes staging/src/k8s.io/pod-security-admission/policy/check_hostNamespaces.go',
  severity: 'error',
  scope: 'object',
  bad: `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  hostNetwork: true
  containers: [{ name: web, image: nginx:1.29.3 }]
`,
  good: `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers: [{ name: web, image: nginx:1.29.3 }]
`,
  check: ({ pods }) =>
    pods.flatMap(({ object, spec, path }) =>
      ['hostNetwork', 'hostPID', 'hostIPC']
        .filter((field) => spec[field] === true)
        .map((field) =>
          problem(
            object,
            [...path, 'spec', field],
            'the pod uses a host namespace of its node, which Pod Security "baseline" rejects',
            `remove ${field}`,
          ),
        ),
    ),
};
