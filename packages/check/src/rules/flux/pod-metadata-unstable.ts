import { problem, type Rule } from '../../rule.ts';

export const podMetadataUnstable: Rule = {
  id: 'pod-metadata-unstable',
  set: 'flux',
  title: 'Labels and annotations of pods contain no date, no random text and no revision.',
  why: 'The value changes at every render, so every reconciliation restarts the pods.',
  source: 'Kubernetes pkg/controller/deployment/util, a changed template is a new ReplicaSet',
  severity: 'error',
  scope: 'object',
  isAdvice: true,
  bad: deployment("rendered-at: '2026-11-24T19:00:00Z'"),
  good: deployment('checksum/config: 0cc9a8446c95'),
  check: ({ pods }) =>
    pods.flatMap(({ object, labels, annotations, path }) =>
      Object.entries({ labels, annotations }).flatMap(([field, entries]) =>
        Object.entries(entries)
          .filter(([key, value]) => isUnstable(key, String(value)))
          .map(([key, value]) =>
            problem(
              object,
              [...path, 'metadata', field, key],
              `${String(value)} changes at every render, so every reconciliation restarts the pods`,
              'remove it, or set it to a hash of the configuration that the pods read',
            ),
          ),
      ),
    ),
};

const isUnstable = (key: string, value: string): boolean =>
  /(^|[/.-])(rollme|revision|timestamp|date|time|random|uuid|deployed-?at|restarted-?at)$/i.test(
    key,
  ) ||
  /\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(value) ||
  /^1[5-9]\d{8}(\d{3})?$/.test(value) ||
  /^[\da-f]{8}-([\da-f]{4}-){3}[\da-f]{12}$/i.test(value);

function deployment(annotation: string): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  template:
    metadata: { annotations: { ${annotation} } }
    spec: { containers: [{ name: web, image: nginx:1.29.3 }] }
`;
}
