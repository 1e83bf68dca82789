import { expect, test } from 'vitest';
import { secretKeysOf } from './reader.ts';

const volume = { name: 'files', secret: { secretName: 'db', items: [{ key: 'PASSWORD' }] } };
const mounting = { volumeMounts: [{ name: 'files' }] };

test('a pod reads keys from the environment and from files', () => {
  expect(
    secretKeysOf({
      containers: [
        {
          env: [{ valueFrom: { secretKeyRef: { name: 'web', key: 'TOKEN' } } }, {}],
          envFrom: [{ secretRef: { name: 'all' } }, {}],
          volumeMounts: [{ name: 'files' }, { name: 'together' }, { name: 'data' }],
        },
      ],
      volumes: [
        volume,
        {
          name: 'together',
          projected: { sources: [{}, { secret: { name: 'more', items: [{ key: 'A' }] } }] },
        },
        { name: 'data' },
        { name: 'unused', secret: { secretName: 'unused' } },
      ],
    }),
  ).toEqual([
    { name: 'web', key: 'TOKEN' },
    { name: 'all' },
    { name: 'db', key: 'PASSWORD' },
    { name: 'more', key: 'A' },
  ]);
});

test('what only init containers mount is read when the pod starts, and no more', () => {
  expect(secretKeysOf({ initContainers: [mounting], containers: [{}], volumes: [volume] })).toEqual(
    [],
  );
  // A sidecar runs as long as the pod.
  const sidecar = { ...mounting, restartPolicy: 'Always' };
  expect(secretKeysOf({ initContainers: [sidecar], volumes: [volume] })).toEqual([
    { name: 'db', key: 'PASSWORD' },
  ]);
});
