import { problem, type Rule } from '../../rule.ts';
import { ownPods } from './own-pods.ts';

export const emptyDirSizeLimit: Rule = {
  id: 'empty-dir-size-limit',
  set: 'appliance',
  title: 'An emptyDir has a size limit.',
  why: 'Without one a pod can fill the disk of its node.',
  source: 'Kubernetes docs, Volumes, emptyDir sizeLimit',
  severity: 'error',
  scope: 'object',
  bad: `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers: [{ name: web, image: nginx:1.29.3 }]
  volumes: [{ name: tmp, emptyDir: {} }]
`,
  good: `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers: [{ name: web, image: nginx:1.29.3 }]
  volumes: [{ name: tmp, emptyDir: { sizeLimit: 100Mi } }]
`,
  check: (context) =>
    ownPods(context).flatMap(({ object, volumes }) =>
      volumes
        .filter(({ type, source }) => type === 'emptyDir' && source.sizeLimit === undefined)
        .map(({ name, path }) =>
          problem(
            object,
            [...path, 'emptyDir', 'sizeLimit'],
            `volume ${name} has no size limit, so the pod can fill the disk of its node`,
            'set sizeLimit, for instance 100Mi',
          ),
        ),
    ),
};
