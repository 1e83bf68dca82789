import { expect, test } from 'vitest';
import { add, findings, set } from '../testing/cluster.ts';
import { rendered } from '../testing/parts.ts';

test('R17 a Deployment that fails before its release does', () => {
  expect(
    findings('R17', set('Deployment msp/web', 'spec.progressDeadlineSeconds', 300)),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: spec.progressDeadlineSeconds: the release has 10m (600 seconds) and the Deployment fails after 300; set it to 600 or more (charts/core/templates/deployment.yaml). [R17]",
    ]
  `);
});

test('R17 a Deployment without a deadline of its own', () => {
  expect(
    findings('R17', set('Deployment msp/web', 'spec.progressDeadlineSeconds', undefined)),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: spec.progressDeadlineSeconds: without it Flux takes a pull of an image of more than 600 seconds for a failure; set it to the timeout of the release or more (charts/core/templates/deployment.yaml). [R17]",
    ]
  `);
});

test('R18 two pods that write to one claim', () => {
  expect(
    findings('R18', set('Deployment msp/web', 'spec.strategy.type', 'RollingUpdate')),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: spec.strategy: old and new pod would both have the claim files; set type: Recreate, or mount it read-only (charts/core/templates/deployment.yaml). [R18]",
    ]
  `);
});

test('R18 two pods with one port of the host', () => {
  expect(
    findings(
      'R18',
      set('Deployment msp/pool', 'spec.strategy', undefined),
      set('Deployment msp/pool', 'spec.template.spec.containers.0.ports.0.hostPort', 6432),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/pool: spec.strategy: old and new pod would both have the port 6432 of the host; set type: Recreate, or mount it read-only (charts/pool/templates/deployment.yaml). [R18]",
    ]
  `);
});

test('R18 two pods that read one claim', () => {
  const rolling = set('Deployment msp/web', 'spec.strategy', undefined);
  const reading = set(
    'Deployment msp/web',
    'spec.template.spec.containers.0.volumeMounts.0.readOnly',
    true,
  );
  expect(findings('R18', rolling, reading)).toEqual([]);
});

test('R19 an autoscaler and a disruption budget', () => {
  expect(
    findings(
      'R19',
      add(rendered('core', 'autoscaling/v2', 'HorizontalPodAutoscaler', 'web', {})),
      add(rendered('core', 'policy/v1', 'PodDisruptionBudget', 'web', {})),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error HorizontalPodAutoscaler msp/web: with one node it can only report missing metrics; turn it off in the values (charts/core/templates/horizontalpodautoscaler.yaml). [R19]",
      "error PodDisruptionBudget msp/web: with one replica it keeps the node from being drained; turn it off in the values (charts/core/templates/poddisruptionbudget.yaml). [R19]",
    ]
  `);
});

test('R19 a pod that asks for another node', () => {
  expect(
    findings(
      'R19',
      set('Deployment msp/web', 'spec.template.spec.affinity', {
        podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [] },
      }),
      set('Deployment msp/web', 'spec.template.spec.topologySpreadConstraints', [
        { topologyKey: 'topology.kubernetes.io/zone', maxSkew: 1 },
      ]),
      set('Deployment msp/web', 'spec.template.spec.nodeSelector', { disk: 'ssd' }),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution: if the only node does not meet it, nothing runs; remove it (charts/core/templates/deployment.yaml). [R19]",
      "error Deployment msp/web: topologySpreadConstraints, whenUnsatisfiable: DoNotSchedule: if the only node does not meet it, nothing runs; remove it (charts/core/templates/deployment.yaml). [R19]",
      "error Deployment msp/web: nodeSelector: if the only node does not meet it, nothing runs; remove it (charts/core/templates/deployment.yaml). [R19]",
    ]
  `);
});
