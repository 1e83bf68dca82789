import { valueAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';
import { eachContainer } from './each-container.ts';
import { ownPods } from './own-pods.ts';

export const readOnlyRootFilesystem: Rule = {
  id: 'read-only-root-filesystem',
  set: 'appliance',
  title: 'A container does not write to its own file system.',
  why: 'What it writes there fills the disk of the node, without a limit.',
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
              `container ${name} can write to its root file system, which has no limit`,
              'set readOnlyRootFilesystem: true, and mount an emptyDir where it writes',
            ),
          ],
    ),
};
