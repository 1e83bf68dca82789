import { expect, test } from 'vitest';
import { findings, set } from '../testing/cluster.ts';

test('R20 Postgres without the time to end', () => {
  expect(
    findings(
      'R20',
      set('StatefulSet msp/db', 'spec.template.spec.terminationGracePeriodSeconds', undefined),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error StatefulSet msp/db: terminationGracePeriodSeconds: Postgres may need 60 seconds to write everything down and gets 30; set 60 or more (charts/core/templates/statefulset.yaml). [R20]",
    ]
  `);
});

test('R20 Redis without the time to end', () => {
  expect(
    findings(
      'R20',
      set('StatefulSet msp/redis', 'spec.template.spec.terminationGracePeriodSeconds', 10),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error StatefulSet msp/redis: terminationGracePeriodSeconds: Redis may need 30 seconds to write everything down and gets 10; set 30 or more (charts/core/templates/statefulset.yaml). [R20]",
    ]
  `);
});

test('R20 a pool that waits for its clients', () => {
  expect(
    findings(
      'R20',
      set('Deployment msp/pool', 'spec.template.spec.containers.0.lifecycle', undefined),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/pool: container pgbouncer: after SIGTERM PgBouncer waits for clients that never leave, and is killed; send INT in a preStop, which waits for transactions (charts/pool/templates/deployment.yaml). [R20]",
    ]
  `);
});
