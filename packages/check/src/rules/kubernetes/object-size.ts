import { isObject } from '@helm-charts/kubernetes';
import type { Manifest } from '@helm-charts/types';
import { problem, type Rule } from '../../rule.ts';

export const objectSize: Rule = {
  id: 'object-size',
  set: 'kubernetes',
  title: 'The data of a ConfigMap or Secret is not larger than 1 MiB.',
  why: 'The API server rejects more.',
  source: 'Kubernetes pkg/apis/core/validation/validation.go, MaxSecretSize',
  severity: 'error',
  scope: 'object',
  bad: configMap('x'.repeat(1_048_577)),
  good: configMap('a page'),
  check: ({ ofKind }) =>
    ofKind('ConfigMap', 'Secret')
      .map((object) => ({ object, size: sizeOf(object.manifest) }))
      .filter(({ size }) => size > limit)
      .map(({ object, size }) =>
        problem(
          object,
          ['data'],
          `the data has ${size} bytes, and the API server rejects more than ${limit}`,
          'move large data to a volume or an image',
        ),
      ),
};

const limit = 1_048_576;

/** In bytes of all values. Those of `binaryData`, and of `data` of a Secret, are encoded with base64. */
const sizeOf = ({ kind, data, binaryData, stringData }: Manifest): number => {
  const encoded = [...textsIn(binaryData), ...(kind === 'Secret' ? textsIn(data) : [])];
  const plain = [...textsIn(stringData), ...(kind === 'Secret' ? [] : textsIn(data))];
  return sum([
    ...encoded.map((text) => Buffer.byteLength(text, 'base64')),
    ...plain.map((text) => Buffer.byteLength(text)),
  ]);
};

const textsIn = (values: unknown): readonly string[] =>
  isObject(values) ? Object.values(values).filter((value) => typeof value === 'string') : [];

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

function configMap(page: string): string {
  return `
apiVersion: v1
kind: ConfigMap
metadata: { name: pages }
data: { index.html: ${page} }
`;
}
