import { expect, test } from 'vitest';
import { findings, set } from '../testing/cluster.ts';

test('R16 a container that is ready at once', () => {
  expect(
    findings(
      'R16',
      set('Deployment msp/web', 'spec.template.spec.containers.0.readinessProbe', undefined),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: container web: without a readinessProbe the release is ready before it is; add one (charts/core/templates/deployment.yaml). [R16]",
    ]
  `);
});

test('R16 a container that dies with its database', () => {
  expect(
    findings(
      'R16',
      set('Deployment msp/web', 'spec.template.spec.containers.0.livenessProbe', {
        exec: { command: ['sh', '-c', 'pg_isready -h $DB_HOST'] },
      }),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: container web: its livenessProbe asks another service, so a restart of that one restarts this one, too; ask the container itself (charts/core/templates/deployment.yaml). [R16]",
    ]
  `);
});

test('R16 a container that dies with another service', () => {
  expect(
    findings(
      'R16',
      set('Deployment msp/web', 'spec.template.spec.containers.0.livenessProbe', {
        httpGet: { host: 'api', path: '/', port: 80 },
      }),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: container web: its livenessProbe asks another service, so a restart of that one restarts this one, too; ask the container itself (charts/core/templates/deployment.yaml). [R16]",
    ]
  `);
});

test('R16 Postgres that answers while it is being made', () => {
  expect(
    findings(
      'R16',
      set('StatefulSet msp/db', 'spec.template.spec.containers.0.readinessProbe', {
        exec: { command: ['pg_isready'] },
      }),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error StatefulSet msp/db: container postgres: pg_isready on the socket also answers while the database is being made; ask --host=127.0.0.1 in every probe (charts/core/templates/statefulset.yaml). [R16]",
    ]
  `);
});

test('R16 a server without time to start', () => {
  expect(
    findings(
      'R16',
      set('Deployment msp/web', 'spec.template.spec.containers.0.startupProbe', undefined),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: container web: its first start takes minutes, and without a startupProbe the livenessProbe ends it; add one of 300 seconds or more (charts/core/templates/deployment.yaml). [R16]",
    ]
  `);
});

test('R16 a server with too little time to start', () => {
  expect(
    findings(
      'R16',
      set('Deployment msp/web', 'spec.template.spec.containers.0.startupProbe.failureThreshold', 3),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: container web: its startupProbe gives it 30 seconds, too few on a slow machine; give it 300 or more (periodSeconds × failureThreshold) (charts/core/templates/deployment.yaml). [R16]",
    ]
  `);
});
