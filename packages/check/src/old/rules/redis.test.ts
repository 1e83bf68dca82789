import { expect, test } from 'vitest';
import { findings, set } from '../testing/cluster.ts';

test('R31 a claim to which nothing is written', () => {
  expect(
    findings('R31', set('ConfigMap msp/redis', ['data', 'redis.conf'], "save ''\n")),
  ).toMatchInlineSnapshot(`
    [
      "error StatefulSet msp/redis: it mounts a claim and writes nothing there, so a restart loses everything; set appendonly yes (charts/core/templates/statefulset.yaml). [R31]",
    ]
  `);
});

test('R31 data without a claim', () => {
  expect(
    findings(
      'R31',
      set('StatefulSet msp/redis', 'spec.template.spec.volumes.0', {
        name: 'data',
        emptyDir: { sizeLimit: '1Gi' },
      }),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error StatefulSet msp/redis: it writes its data into the pod, so a restart loses them; mount a claim, or set appendonly no and save "" (charts/core/templates/statefulset.yaml). [R31]",
    ]
  `);
});
