import { problem, type Rule } from '../../rule.ts';
import { versionLabelsOf } from '../../version-label.ts';

export const versionInPodLabels: Rule = {
  id: 'version-in-pod-labels',
  set: 'kubernetes',
  title: 'The pods of a StatefulSet have no label with a version.',
  why: 'Each new version of the chart restarts the pods, even if nothing else changes.',
  source: 'Kubernetes pkg/controller/statefulset/stateful_set_utils.go, newRevision',
  severity: 'error',
  scope: 'object',
  isAdvice: true,
  bad: statefulSet('app: db, helm.sh/chart: db-1.0.0'),
  good: statefulSet('app: db'),
  check: ({ pods }) =>
    pods
      .filter(({ kind }) => kind === 'StatefulSet')
      .flatMap(({ object, labels, path }) =>
        versionLabelsOf(labels).map((label) =>
          problem(
            object,
            [...path, 'metadata', 'labels', label],
            'the label changes with each version, and each change restarts the pods',
            'remove the label from the pod template',
          ),
        ),
      ),
};

function statefulSet(labels: string): string {
  return `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  template:
    metadata: { labels: { ${labels} } }
    spec: { containers: [{ name: db, image: postgres:18.1 }] }
`;
}
