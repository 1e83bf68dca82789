import { component, refs } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { replicas, scale, scaling, scalingRules } from './scaling.ts';

const v = refs(scaling());

test('replicas is not set with an autoscaler', () => {
  expect(replicas(v)).toMatchObject({ kind: 'when', condition: { kind: 'not' }, body: v.replicas });
});

test('the autoscaler and the PodDisruptionBudget are off by default', () => {
  const [autoscaler, budget] = scale(component('worker', 'worker'), v);
  expect(autoscaler).toMatchObject({
    kind: 'when',
    body: {
      kind: 'HorizontalPodAutoscaler',
      spec: { scaleTargetRef: { kind: 'Deployment', name: 'worker' } },
    },
  });
  expect(budget).toMatchObject({ kind: 'when', body: { kind: 'PodDisruptionBudget' } });
});

test('each invalid combination is refused with its own sentence', () => {
  const sentences = scalingRules(v).map(({ sentence }) => sentence);
  expect(sentences.map((sentence) => /^[\w.]+/.exec(sentence)?.[0])).toEqual([
    'scaling.autoscaling.minimum',
    'scaling.disruptionBudget.minimumAvailable',
    'scaling.disruptionBudget.minimumAvailable',
  ]);
});
