import { component, refs } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { replicas, scale, scaling, scalingRules } from './scaling.ts';

const v = refs(scaling());

test('the number of pods is left to the autoscaler where there is one', () => {
  expect(replicas(v)).toMatchObject({ kind: 'when', condition: { kind: 'not' }, body: v.replicas });
});

test('there is neither an autoscaler nor a budget unless the user wants it', () => {
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

test('what cannot be is refused, one sentence for each', () => {
  const sentences = scalingRules(v).map(({ sentence }) => sentence);
  expect(sentences.map((sentence) => /^[\w.]+/.exec(sentence)?.[0])).toEqual([
    'scaling.autoscaling.minimum',
    'scaling.disruptionBudget.minimumAvailable',
    'scaling.disruptionBudget.minimumAvailable',
  ]);
});
