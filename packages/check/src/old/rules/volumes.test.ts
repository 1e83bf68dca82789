import { expect, test } from 'vitest';
import { findings, set } from '../testing/cluster.ts';

test('R5 a StatefulSet with a template of claims', () => {
  expect(
    findings(
      'R5',
      set('StatefulSet msp/db', 'spec.volumeClaimTemplates', [{ metadata: { name: 'data' } }]),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error StatefulSet msp/db: spec.volumeClaimTemplates: they can never change and Helm never keeps what they make; write a PersistentVolumeClaim and mount it (charts/core/templates/statefulset.yaml). [R5]",
    ]
  `);
});
