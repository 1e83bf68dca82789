import { problem, type Rule } from '../../rule.ts';

export const hostPath: Rule = {
  id: 'host-path',
  set: 'appliance',
  title: 'A pod mounts no hostPath volume.',
  why: 'Otherwise Pod Security "baseline" rejects the pod, and the data stays on the node.',
  source: 'Kubernetes staging/src/k8s.io/pod-security-admission/policy/check_hostPathVolumes.go',
  severity: 'error',
  scope: 'object',
  bad: `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers: [{ name: web, image: nginx:1.29.3 }]
  volumes: [{ name: data, hostPath: { path: /var/data } }]
`,
  good: `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers: [{ name: web, image: nginx:1.29.3 }]
  volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]
`,
  check: ({ pods }) =>
    pods.flatMap(({ object, volumes }) =>
      volumes
        .filter(({ type }) => type === 'hostPath')
        .map(({ name, path }) =>
          problem(
            object,
            [...path, 'hostPath'],
            `volume ${name} is a hostPath, which Pod Security "baseline" rejects`,
            'mount a PersistentVolumeClaim',
          ),
        ),
    ),
};
