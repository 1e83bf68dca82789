import { component, refs } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { topologyKey, topologySpread } from './topology-spread.ts';

const key = refs(topologyKey);
const pattern = new RegExp(String(topologyKey.schema.pattern));

test('the pods of a component are spread where the values name a label of nodes', () => {
  const worker = component('worker', 'worker');
  expect(topologySpread(worker, key)).toMatchObject([
    {
      kind: 'when',
      condition: { kind: 'set' },
      body: { topologyKey: key, labelSelector: { matchLabels: worker.selector } },
    },
  ]);
});

test.each(['kubernetes.io/hostname', 'zone', 'topology.kubernetes.io/zone'])(
  'the label %s is accepted',
  (label) => expect(label).toMatch(pattern),
);

test.each(['', 'Kubernetes.io/', '-zone', 'a b'])('the label %j is refused', (label) =>
  expect(label).not.toMatch(pattern),
);
