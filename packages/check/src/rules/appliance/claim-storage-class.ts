import { stringAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';

export const claimStorageClass: Rule = {
  id: 'claim-storage-class',
  set: 'appliance',
  title: 'A PersistentVolumeClaim sets storageClassName.',
  why: 'Without it the claim gets the default storage class of the cluster, which it cannot change later.',
  source: 'Kubernetes docs, Persistent Volumes, class',
  severity: 'error',
  scope: 'cluster',
  bad: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec: { accessModes: [ReadWriteOnce] }
`,
  good: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec: { accessModes: [ReadWriteOnce], storageClassName: local-path }
`,
  check: ({ ofKind, isForeign }) =>
    ofKind('PersistentVolumeClaim')
      .filter((object) => !isForeign(object))
      .filter(({ manifest }) => !stringAt(manifest, 'spec', 'storageClassName'))
      .map((object) =>
        problem(
          object,
          ['spec', 'storageClassName'],
          'it is not set, so the claim gets the default storage class of the cluster and cannot change it later',
          'set a class, for instance local-path',
        ),
      ),
};
