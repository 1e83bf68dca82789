import { listAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';

export const claimTemplate: Rule = {
  id: 'claim-template',
  set: 'appliance',
  title: 'A StatefulSet mounts PersistentVolumeClaims and has no volumeClaimTemplates.',
  why: 'The API server rejects every change of the templates, and Helm does not manage the claims that the StatefulSet creates from them.',
  source: 'Kubernetes pkg/apis/apps/validation/validation.go, ValidateStatefulSetUpdate',
  severity: 'error',
  scope: 'object',
  bad: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  volumeClaimTemplates: [{ metadata: { name: data } }]
`,
  good: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  template:
    spec:
      containers: [{ name: db, image: postgres:18.1 }]
      volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]
`,
  check: ({ ofKind, isForeign }) =>
    ofKind('StatefulSet')
      .filter((object) => !isForeign(object) && listAt(object.manifest, ...field).length > 0)
      .map((object) =>
        problem(
          object,
          field,
          'the templates can never change, and Helm does not manage the claims that the StatefulSet creates from them',
          'replace them with a PersistentVolumeClaim in the chart, and mount it as a volume',
        ),
      ),
};

const field = ['spec', 'volumeClaimTemplates'];
