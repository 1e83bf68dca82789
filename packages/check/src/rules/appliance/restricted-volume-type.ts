import { problem, type Rule } from '../../rule.ts';
import { ownPods } from './own-pods.ts';

export const restrictedVolumeType: Rule = {
  id: 'restricted-volume-type',
  set: 'appliance',
  title: 'A pod uses only volume types that Pod Security "restricted" allows.',
  why: 'Otherwise Pod Security "restricted" rejects the pod.',
  source: 'Kubernetes staging/src/k8s.io/pod-security-admission/policy/check_restrictedVolumes.go',
  severity: 'error',
  scope: 'object',
  bad: `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers: [{ name: web, image: nginx:1.29.3 }]
  volumes: [{ name: data, nfs: { server: files.example.com, path: / } }]
`,
  good: `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers: [{ name: web, image: nginx:1.29.3 }]
  volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]
`,
  check: (context) =>
    ownPods(context).flatMap(({ object, volumes }) =>
      volumes
        .filter(({ type }) => !allowed.includes(type))
        .map(({ name, type, path }) =>
          problem(
            object,
            path,
            `volume ${name} has the type ${type}, which Pod Security "restricted" rejects`,
            `use one of ${allowed.join(', ')}`,
          ),
        ),
    ),
};

const allowed = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];
