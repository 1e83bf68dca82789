import { listAt, objectAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';
import { versionLabelsOf } from '../../version-label.ts';

export const versionInClaimTemplate: Rule = {
  id: 'version-in-claim-template',
  set: 'kubernetes',
  title: 'A volumeClaimTemplate has no label with a version.',
  why: 'The API server rejects every change of the templates, so the next version cannot be installed.',
  source: 'Kubernetes pkg/apis/apps/validation/validation.go, ValidateStatefulSetUpdate',
  severity: 'error',
  scope: 'object',
  isAdvice: true,
  bad: statefulSet('app: db, helm.sh/chart: db-1.0.0'),
  good: statefulSet('app: db'),
  check: ({ ofKind }) =>
    ofKind('StatefulSet').flatMap((object) =>
      listAt(object.manifest, ...field).flatMap((claim, index) =>
        versionLabelsOf(objectAt(claim, 'metadata', 'labels')).map((label) =>
          problem(
            object,
            [...field, index, 'metadata', 'labels', label],
            'the label changes with each version, and the API server rejects a change of the template',
            'remove the label from the template',
          ),
        ),
      ),
    ),
};

const field = ['spec', 'volumeClaimTemplates'];

function statefulSet(labels: string): string {
  return `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  volumeClaimTemplates: [{ metadata: { name: data, labels: { ${labels} } } }]
`;
}
