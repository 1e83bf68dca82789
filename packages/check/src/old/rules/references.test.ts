import { expect, test } from 'vitest';
import { expecting, findings, set, without } from '../testing/cluster.ts';
import { secretKey } from '../testing/parts.ts';

test('R23 a Service that leads to no pod', () => {
  expect(
    findings('R23', set('Service msp/web', 'spec.selector.app', 'wbe')),
  ).toMatchInlineSnapshot(`
    [
      "error Service msp/web: spec.selector: no pod has these labels, so nothing answers; correct the selector or the labels (charts/core/templates/service.yaml). [R23]",
    ]
  `);
});

test('R23 a Service that leads to a port without a listener', () => {
  expect(
    findings('R23', set('Service msp/web', 'spec.ports.0.targetPort', 'http')),
  ).toMatchInlineSnapshot(`
    [
      "error Service msp/web: spec.ports: no container of Deployment web has the port http; correct its name (charts/core/templates/service.yaml). [R23]",
    ]
  `);
});

test('R23 a key that its Secret does not have', () => {
  expect(
    findings(
      'R23',
      set(
        'Deployment msp/web',
        'spec.template.spec.initContainers.0.env.2',
        secretKey('PGPASSWORD', 'db', 'DB_PASSWORD_SEVER'),
      ),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: container gate: it reads the key DB_PASSWORD_SEVER of Secret msp/db, which has DB_PASSWORD_SERVER and DB_PASSWORD_SUPERUSER; correct the name, or add it to the secrets of the profile (charts/core/templates/deployment.yaml). [R23]",
    ]
  `);
});

test('R23 a Secret that nobody makes', () => {
  expect(
    findings(
      'R23',
      set(
        'Deployment msp/web',
        'spec.template.spec.initContainers.0.env.2',
        secretKey('PGPASSWORD', 'database', 'PASSWORD'),
      ),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: container gate: it reads Secret msp/database, which nobody makes; correct the name, or add it to the secrets of the profile (charts/core/templates/deployment.yaml). [R23]",
    ]
  `);
});

test('R23 a mounted key that its ConfigMap does not have', () => {
  expect(
    findings(
      'R23',
      set('StatefulSet msp/redis', 'spec.template.spec.volumes.1.configMap.items', [
        { key: 'redis.cnf', path: 'redis.conf' },
      ]),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error StatefulSet msp/redis: volume config: it reads the key redis.cnf of ConfigMap msp/redis, which has redis.conf; correct the name (charts/core/templates/statefulset.yaml). [R23]",
    ]
  `);
});

test('R23 a whole ConfigMap that nobody makes', () => {
  expect(
    findings(
      'R23',
      set('Deployment msp/web', 'spec.template.spec.containers.0.envFrom', [
        { configMapRef: { name: 'settings' } },
      ]),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: container web: it reads ConfigMap msp/settings, which nobody makes; correct the name (charts/core/templates/deployment.yaml). [R23]",
    ]
  `);
});

test('R23 what is optional may be missing', () => {
  const optional = [{ secretRef: { name: 'mail', optional: true } }];
  expect(
    findings('R23', set('Deployment msp/web', 'spec.template.spec.containers.0.envFrom', optional)),
  ).toEqual([]);
});

test('R23 an account and a claim that nobody makes', () => {
  expect(
    findings('R23', without('ServiceAccount msp/web'), without('PersistentVolumeClaim msp/files')),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: serviceAccountName: no release makes ServiceAccount msp/web; correct the name (charts/core/templates/deployment.yaml). [R23]",
      "error Deployment msp/web: volume files: no release makes PersistentVolumeClaim msp/files; correct the name (charts/core/templates/deployment.yaml). [R23]",
    ]
  `);
});

test('R23 a worker pointed at a Service that no release provides', () => {
  expect(
    findings(
      'R23',
      set(
        'Deployment msp/worker',
        'spec.template.spec.containers.0.env.0.value',
        'temporal.msp.svc.cluster.local:7233',
      ),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/worker: container worker: TEMPORAL_ADDRESS of release workflows leads to Service msp/temporal, which no release provides (there is pool, web, db, redis and temporal-frontend); correct the address, or install the release that provides it (charts/workflows/templates/deployment.yaml). [R23]",
    ]
  `);
});

test('R23 a worker pointed at a port that its Service does not have', () => {
  expect(
    findings(
      'R23',
      set('Deployment msp/web', 'spec.template.spec.containers.0.env.1.value', '5432'),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: container web: DB_HOST of release core leads to port 5432 of Service msp/pool of release pool, which has 6432; correct the port (charts/core/templates/deployment.yaml). [R23]",
    ]
  `);
});

test('R23 a file that leads to a Service that no release provides', () => {
  expect(
    findings(
      'R23',
      set(
        'ConfigMap msp/pool',
        ['data', 'pgbouncer.ini'],
        '[databases]\nserver = host=database port=5432 pool_mode=transaction',
      ),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error ConfigMap msp/pool: pgbouncer.ini of release pool leads to Service msp/database, which no release provides (there is pool, web, db, redis and temporal-frontend); correct the address, or install the release that provides it (charts/pool/templates/configmap.yaml). [R23]",
    ]
  `);
});

test('R23 a Service that the profile takes for granted', () => {
  const outside = set(
    'Deployment msp/web',
    'spec.template.spec.containers.0.env.0.value',
    'outside',
  );
  expect(findings('R23', outside)).toHaveLength(1);
  expect(findings('R23', outside, expecting({ services: { outside: [6432] } }))).toEqual([]);
});
