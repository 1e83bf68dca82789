import { valueAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';
import { eachContainer } from './each-container.ts';
import { ownPods } from './own-pods.ts';

export const readOnlyRootFilesystem: Rule = {
  id: 'read-only-root-filesystem',
  set: 'appliance',
  title: 'A container has a read-only root file system.',
  why: 'Writes to the root file system have no size limit and can fill the disk of the node.',
  source: 'Kubernetes docs, Configure a Security Context',
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
  containers: [{ name: web, image: nginx:1.29.3, securityContext: { readOnlyRootFilesystem: true } }]
`,
  check: (context) =>
    eachContainer(ownPods(context), ({ name, fields, path }, { object }) =>
      valueAt(fields, 'securityContext', 'readOnlyRootFilesystem') === true
        ? []
        : [
            problem(
              object,
              [...path, 'securityContext', 'readOnlyRootFilesystem'],
              `container ${name} can write to its root file system, which has no size limit, and fill the disk of the node`,
              'set readOnlyRootFilesystem: true, and mount an emptyDir with a sizeLimit where the container writes',
            ),
          ],
    ),
};
