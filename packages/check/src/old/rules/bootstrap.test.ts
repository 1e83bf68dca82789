import { expect, test } from 'vitest';
import { add, findings, set } from '../testing/cluster.ts';
import { rendered, secretKey } from '../testing/parts.ts';

test('R6 a Job without a hash in its name', () => {
  expect(
    findings('R6', set('Job msp/bootstrap-0123456789', 'metadata.name', 'bootstrap')),
  ).toMatchInlineSnapshot(`
    [
      "error Job msp/bootstrap: metadata.name: it ends in no hash, and a Job can't change: the next upgrade is refused; name it by a hash of its image, script and values (charts/core/templates/job.yaml). [R6]",
    ]
  `);
});

test('R6 a Job that gives up soon', () => {
  expect(
    findings('R6', set('Job msp/bootstrap-0123456789', 'spec.backoffLimit', 6)),
  ).toMatchInlineSnapshot(`
    [
      "error Job msp/bootstrap-0123456789: spec.backoffLimit: it gives up after 6 failures, and a slow first start has more; allow 20 or more (charts/core/templates/job.yaml). [R6]",
    ]
  `);
});

test('R6 a Job for which a shutdown is a failure', () => {
  expect(
    findings('R6', set('Job msp/bootstrap-0123456789', 'spec.podFailurePolicy', undefined)),
  ).toMatchInlineSnapshot(`
    [
      "error Job msp/bootstrap-0123456789: spec.podFailurePolicy: a shutdown of the node counts as a failure; set restartPolicy: Never and ignore DisruptionTarget (charts/core/templates/job.yaml). [R6]",
    ]
  `);
});

test('R6 a Job whose log is gone in minutes', () => {
  expect(
    findings('R6', set('Job msp/bootstrap-0123456789', 'spec.ttlSecondsAfterFinished', 300)),
  ).toMatchInlineSnapshot(`
    [
      "error Job msp/bootstrap-0123456789: spec.ttlSecondsAfterFinished: its log is gone after 300 seconds; keep it for 3600 or more (charts/core/templates/job.yaml). [R6]",
    ]
  `);
});

test('R7 a server that does not wait for its database', () => {
  expect(
    findings('R7', set('Deployment msp/web', 'spec.template.spec.initContainers', undefined)),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: initContainers: it uses the database and does not wait for the bootstrap, so it starts on a database that is not ready; add the container that waits for the marker (charts/core/templates/deployment.yaml). [R7]",
    ]
  `);
});

test('R7 a server that waits for another bootstrap', () => {
  expect(
    findings(
      'R7',
      set('Deployment msp/web', 'spec.template.spec.initContainers.0.env.3.value', '9876543210'),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: container gate: it waits for the bootstrap 9876543210, and Job msp/bootstrap-0123456789 is another; give both the same hash (charts/core/templates/deployment.yaml). [R7]",
    ]
  `);
});

test('R7 a worker that asks the release of the bootstrap which one it is', () => {
  const hash = (value: string) => [
    set('Deployment msp/web', 'spec.template.spec.initContainers.0.env.3', {
      name: 'BOOTSTRAP_HASH',
      valueFrom: { configMapKeyRef: { name: 'bootstrap', key: 'hash' } },
    }),
    add(rendered('core', 'v1', 'ConfigMap', 'bootstrap', { data: { hash: value } })),
  ];
  expect(findings('R7', ...hash('0123456789'))).toEqual([]);
  expect(findings('R7', ...hash('9876543210'))).toEqual([
    expect.stringContaining('it waits for the bootstrap 9876543210, and Job'),
  ]);
});

test('R7 a gate with the password of the superuser', () => {
  expect(
    findings(
      'R7',
      set(
        'Deployment msp/web',
        'spec.template.spec.initContainers.0.env.2',
        secretKey('PGPASSWORD', 'db', 'DB_PASSWORD_SUPERUSER'),
      ),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: container gate: it can read db/DB_PASSWORD_SUPERUSER, the password of the superuser, to do no more than wait; give it that of the application's role (charts/core/templates/deployment.yaml). [R7]",
    ]
  `);
});

test('R8 a bootstrap that goes through a release that waits for it', () => {
  expect(
    findings(
      'R8',
      set('Job msp/bootstrap-0123456789', 'spec.template.spec.containers.0.env.0.value', 'pool'),
      set('Job msp/bootstrap-0123456789', 'spec.template.spec.containers.0.env.1.value', '6432'),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Job msp/bootstrap-0123456789: container bootstrap: DB_HOST leads to Service msp/pool, which is not of its own release and may depend on it; reach the database directly (charts/core/templates/job.yaml). [R8]",
    ]
  `);
});

test('R8 a bootstrap that needs Temporal', () => {
  expect(
    findings(
      'R8',
      set('Job msp/bootstrap-0123456789', 'spec.template.spec.containers.0.env.0', {
        name: 'TEMPORAL_ADDRESS',
        value: 'temporal-frontend:7233',
      }),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Job msp/bootstrap-0123456789: container bootstrap: TEMPORAL_ADDRESS leads to Service msp/temporal-frontend, which is not of its own release and may depend on it; reach the database directly (charts/core/templates/job.yaml). [R8]",
    ]
  `);
});
