import { stringAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';

export const claimVolumeName: Rule = {
  id: 'claim-volume-name',
  set: 'appliance',
  title: 'A PersistentVolumeClaim names no volume.',
  why: 'The name of the volume belongs to one cluster, and the API server never lets it change.',
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
          'the volume belongs to one cluster, and the field can never change',
          'remove it',
        ),
      ),
};
