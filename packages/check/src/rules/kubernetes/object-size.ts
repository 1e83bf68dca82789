import { problem, type Rule } from '../../rule.ts';

export const objectSize: Rule = {
  id: 'object-size',
  set: 'kubernetes',
  title: 'A ConfigMap or Secret is smaller than 900 kB.',
  why: 'The API server rejects more than 1 MiB, including metadata.',
  source: 'Kubernetes pkg/apis/core/validation/validation.go, MaxSecretSize',
  severity: 'error',
  scope: 'object',
  bad: configMap('x'.repeat(900_000)),
  good: configMap('a page'),
  check: ({ ofKind }) =>
    ofKind('ConfigMap', 'Secret')
      .map((object) => ({ object, size: Buffer.byteLength(JSON.stringify(object.manifest)) }))
      .filter(({ size }) => size > limit)
      .map(({ object, size }) =>
        problem(
          object,
          ['data'],
          `the object has ${size} bytes, and the API server rejects more than 1048576`,
          'move large data to a volume or an image',
        ),
      ),
};

const limit = 900_000;

function configMap(page: string): string {
  return `
apiVersion: v1
kind: ConfigMap
metadata: { name: pages }
data: { index.html: ${page} }
`;
}
