import { when } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { spec, type Values, wrong } from './testing.ts';

const budget = (part: (v: Values) => object) => spec('PodDisruptionBudget', part);
const autoscaler = (part: (v: Values) => object) =>
  spec('HorizontalPodAutoscaler', (v) => ({
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
    maxReplicas: 3,
    ...part(v),
  }));

test('a budget has one bound, a number or a percentage of at most 100', () => {
  expect(budget(() => ({ minAvailable: 1 }))).toEqual([]);
  expect(budget(() => ({ maxUnavailable: '100%' }))).toEqual([]);
  expect(budget((v) => ({ minAvailable: wrong(v.port) }))).toEqual([]);
  expect(
    budget((v) => ({ minAvailable: when(v.debug, 1), maxUnavailable: when(v.debug, '1%') })),
  ).toMatchInlineSnapshot(`
    [
      "spec.maxUnavailable: a budget has minAvailable or maxUnavailable, not both, so the API server refuses the object; remove one of them. [field-value]",
    ]
  `);
  expect(budget(() => ({ minAvailable: '50 %' }))).toMatchInlineSnapshot(`
    [
      "spec.minAvailable: "50 %" is neither a number nor a percentage, so the API server refuses the object; write for example 1, without quotes, or 25%. [field-value]",
    ]
  `);
  expect(budget(() => ({ maxUnavailable: '150%' }))).toMatchInlineSnapshot(`
    [
      "spec.maxUnavailable: "150%" is more than 100%, so the API server refuses the object; write at most 100%. [field-value]",
    ]
  `);
  expect(budget(() => ({ minAvailable: '150%' }))).toMatchInlineSnapshot(`
    [
      "spec.minAvailable: "150%" is more than 100%, so the API server refuses the object; write at most 100%. [field-value]",
    ]
  `);
});

test('an autoscaler has at least one pod, and no more at least than at most', () => {
  expect(autoscaler(() => ({ minReplicas: 3 }))).toEqual([]);
  expect(autoscaler(() => ({ maxReplicas: 1 }))).toEqual([]);
  expect(autoscaler((v) => ({ minReplicas: v.port, maxReplicas: v.port }))).toEqual([]);
  expect(autoscaler(() => ({ minReplicas: 4 }))).toMatchInlineSnapshot(`
    [
      "spec.maxReplicas: minReplicas, 4, exceeds maxReplicas, 3, so the API server refuses the object; lower minReplicas, or raise maxReplicas. [field-value]",
    ]
  `);
  expect(autoscaler(() => ({ maxReplicas: 0 }))).toMatchInlineSnapshot(`
    [
      "spec.maxReplicas: maxReplicas, 0, is less than 1, so the API server refuses the object; write 1 or more. [field-value]",
    ]
  `);
});
