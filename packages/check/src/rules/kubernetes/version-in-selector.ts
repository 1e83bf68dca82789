import { type FieldPath, objectAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';
import { versionLabelsOf } from '../../version-label.ts';

export const versionInSelector: Rule = {
  id: 'version-in-selector',
  set: 'kubernetes',
  title: 'A selector has no label with a version.',
  why: 'The API server rejects a changed selector of a workload, and during an update a Service loses the pods with the old label.',
  source: 'Kubernetes pkg/apis/apps/validation/validation.go, ValidateDeploymentUpdate',
  severity: 'error',
  scope: 'object',
  isAdvice: true,
  bad: deployment("app: web, app.kubernetes.io/version: '1.2'"),
  good: deployment('app: web'),
  check: ({ objects }) =>
    objects.flatMap((object) =>
      selectors
        .filter((path) => path.includes('matchLabels') || object.manifest.kind === 'Service')
        .flatMap((path) =>
          versionLabelsOf(objectAt(object.manifest, ...path)).map((label) =>
            problem(
              object,
              [...path, label] satisfies FieldPath,
              'the label changes with each version, and the selector must stay the same',
              'remove the label from the selector',
            ),
          ),
        ),
    ),
};

const selectors = [
  ['spec', 'selector', 'matchLabels'],
  ['spec', 'selector'],
];

function deployment(labels: string): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec: { selector: { matchLabels: { ${labels} } } }
`;
}
