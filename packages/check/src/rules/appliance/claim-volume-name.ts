import { stringAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';

export const claimVolumeName: Rule = {
  id: 'claim-volume-name',
  set: 'appliance',
  title: 'A PersistentVolumeClaim does not set volumeName.',
  why: 'A PersistentVolume exists in one cluster only, and the API server rejects every change of the field.',
  source: 'Kubernetes pkg/apis/core/validation/validation.go, ValidatePersistentVolumeClaimUpdate',
  severity: 'error',
  scope: 'object',
  bad: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec: { storageClassName: local-path, volumeName: pv-1 }
`,
  good: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec: { storageClassName: local-path }
`,
  check: ({ ofKind }) =>
    ofKind('PersistentVolumeClaim')
      .filter(({ manifest }) => stringAt(manifest, 'spec', 'volumeName') !== undefined)
      .map((object) =>
        problem(
          object,
          ['spec', 'volumeName'],
          'the PersistentVolume exists in one cluster only, and the field can never change',
          'remove it',
        ),
      ),
};
