import { stringAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';

export const claimStorageClass: Rule = {
  id: 'claim-storage-class',
  set: 'appliance',
  title: 'A PersistentVolumeClaim names its storage class.',
  why: "Without one it gets the cluster's default class of that day, and can't change it later.",
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
          "it gets the cluster's default class of that day",
          'name a class, for instance local-path',
        ),
      ),
};
