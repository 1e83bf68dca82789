import { expect, test } from 'vitest';
import { spec, type Values, workload, wrong } from './testing.ts';

const deployment = (strategy: (v: Values) => object) =>
  spec('Deployment', (v) => workload({ strategy: strategy(v) }));
const daemonSet = (rollingUpdate: (v: Values) => object) =>
  spec('DaemonSet', (v) => workload({ updateStrategy: { rollingUpdate: rollingUpdate(v) } }));
const statefulSet = (rollingUpdate: (v: Values) => object) =>
  spec('StatefulSet', (v) => workload({ updateStrategy: { rollingUpdate: rollingUpdate(v) } }));

test('a Deployment replaces pods as the API server admits', () => {
  expect(deployment(() => ({ rollingUpdate: { maxSurge: '150%', maxUnavailable: 0 } }))).toEqual(
    [],
  );
  expect(deployment(() => ({ rollingUpdate: { maxSurge: 0 } }))).toEqual([]);
  expect(deployment(() => ({ type: 'Recreate' }))).toEqual([]);
  expect(
    deployment((v) => ({ rollingUpdate: { maxSurge: 0, maxUnavailable: wrong(v.port) } })),
  ).toEqual([]);
  expect(
    deployment(() => ({ rollingUpdate: { maxSurge: '1 %', maxUnavailable: '101%' } })),
  ).toMatchInlineSnapshot(`
    [
      "spec.strategy.rollingUpdate.maxUnavailable: "101%" is more than 100%, so the API server refuses the object; write at most 100%. [field-value]",
      "spec.strategy.rollingUpdate.maxSurge: "1 %" is neither a number nor a percentage, so the API server refuses the object; write for example 1, without quotes, or 25%. [field-value]",
    ]
  `);
  expect(
    deployment(() => ({ rollingUpdate: { maxSurge: '0%', maxUnavailable: 0 } })),
  ).toMatchInlineSnapshot(`
    [
      "spec.strategy.rollingUpdate.maxUnavailable: no pod may be missing and none may be added, so the API server refuses the object; set maxSurge or maxUnavailable to 1. [field-value]",
    ]
  `);
  expect(
    deployment(() => ({ type: 'Recreate', rollingUpdate: { maxSurge: 1 } })),
  ).toMatchInlineSnapshot(`
    [
      "spec.strategy.rollingUpdate: the strategy Recreate has no rollingUpdate, so the API server refuses the object; remove rollingUpdate, or write RollingUpdate. [field-value]",
    ]
  `);
});

test('a DaemonSet adds pods or removes them first, not both', () => {
  expect(daemonSet(() => ({ maxUnavailable: '10%' }))).toEqual([]);
  expect(daemonSet(() => ({ maxUnavailable: 0, maxSurge: 1 }))).toEqual([]);
  expect(daemonSet((v) => ({ maxUnavailable: wrong(v.port), maxSurge: 1 }))).toEqual([]);
  expect(daemonSet(() => ({ maxSurge: 1 }))).toMatchInlineSnapshot(`
    [
      "spec.updateStrategy.rollingUpdate.maxUnavailable: of maxUnavailable, which is 1 unless set, and maxSurge exactly one may be more than 0, so the API server refuses the object; set the other one to 0. [field-value]",
    ]
  `);
  expect(daemonSet(() => ({ maxUnavailable: 0 }))).toMatchInlineSnapshot(`
    [
      "spec.updateStrategy.rollingUpdate.maxUnavailable: of maxUnavailable, which is 1 unless set, and maxSurge exactly one may be more than 0, so the API server refuses the object; set the other one to 0. [field-value]",
    ]
  `);
  expect(daemonSet(() => ({ maxUnavailable: '0%', maxSurge: '200%' }))).toMatchInlineSnapshot(`
    [
      "spec.updateStrategy.rollingUpdate.maxSurge: "200%" is more than 100%, so the API server refuses the object; write at most 100%. [field-value]",
    ]
  `);
  expect(daemonSet(() => ({ maxUnavailable: '200%' }))).toMatchInlineSnapshot(`
    [
      "spec.updateStrategy.rollingUpdate.maxUnavailable: "200%" is more than 100%, so the API server refuses the object; write at most 100%. [field-value]",
    ]
  `);
});

test('a StatefulSet replaces at least one pod at a time', () => {
  expect(statefulSet(() => ({ maxUnavailable: 1 }))).toEqual([]);
  expect(statefulSet((v) => ({ maxUnavailable: wrong(v.port) }))).toEqual([]);
  expect(statefulSet(() => ({ maxUnavailable: 0 }))).toMatchInlineSnapshot(`
    [
      "spec.updateStrategy.rollingUpdate.maxUnavailable: no pod may be missing, so the API server refuses the object; write 1. [field-value]",
    ]
  `);
  expect(statefulSet(() => ({ maxUnavailable: '101%' }))).toMatchInlineSnapshot(`
    [
      "spec.updateStrategy.rollingUpdate.maxUnavailable: "101%" is more than 100%, so the API server refuses the object; write at most 100%. [field-value]",
    ]
  `);
});
