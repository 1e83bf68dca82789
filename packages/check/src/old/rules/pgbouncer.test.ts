import { expect, test } from 'vitest';
import { findings, set } from '../testing/cluster.ts';
import { ini } from '../testing/ini.ts';

test('R28 only sessions are pooled', () => {
  expect(
    findings(
      'R28',
      set(
        'ConfigMap msp/pool',
        ['data', 'pgbouncer.ini'],
        ini('server = host=db port=5432 pool_mode=session pool_size=1'),
      ),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error ConfigMap msp/pool: data["pgbouncer.ini"]: no database is pooled by transaction, so every client holds a connection; set pool_mode=transaction (charts/pool/templates/configmap.yaml). [R28]",
    ]
  `);
});

test('R28 a session that nobody asked for', () => {
  expect(
    findings(
      'R28',
      set(
        'ConfigMap msp/pool',
        ['data', 'pgbouncer.ini'],
        ini('server = host=db port=5432 pool_mode=transaction', 'other = host=db port=5432'),
      ),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error ConfigMap msp/pool: data["pgbouncer.ini"]: the database other is pooled by session without saying so; write pool_mode at it (charts/pool/templates/configmap.yaml). [R28]",
    ]
  `);
});

test('R28 passwords that are hashed by MD5', () => {
  expect(
    findings(
      'R28',
      set(
        'ConfigMap msp/pool',
        ['data', 'pgbouncer.ini'],
        ini('server = host=db port=5432 pool_mode=transaction', '[pgbouncer]', 'auth_type = md5'),
      ),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error ConfigMap msp/pool: data["pgbouncer.ini"]: auth_type is md5, which Postgres' passwords don't fit; set scram-sha-256 (charts/pool/templates/configmap.yaml). [R28]",
    ]
  `);
});

test('R28 no prepared statements', () => {
  expect(
    findings(
      'R28',
      set(
        'ConfigMap msp/pool',
        ['data', 'pgbouncer.ini'],
        ini(
          'server = host=db port=5432 pool_mode=transaction',
          '[pgbouncer]',
          'max_prepared_statements = 0',
        ),
      ),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error ConfigMap msp/pool: data["pgbouncer.ini"]: prepared statements fail in pooled transactions; set max_prepared_statements to 200 (charts/pool/templates/configmap.yaml). [R28]",
    ]
  `);
});

test('R28 a long wait for a database that is back', () => {
  expect(
    findings(
      'R28',
      set(
        'ConfigMap msp/pool',
        ['data', 'pgbouncer.ini'],
        ini(
          'server = host=db port=5432 pool_mode=transaction',
          '[pgbouncer]',
          'server_login_retry = 15',
        ),
      ),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error ConfigMap msp/pool: data["pgbouncer.ini"]: server_login_retry is 15, so clients fail that long after Postgres is back; set 5 or less (charts/pool/templates/configmap.yaml). [R28]",
    ]
  `);
});

test('R28 a way to every database', () => {
  expect(
    findings(
      'R28',
      set(
        'ConfigMap msp/pool',
        ['data', 'pgbouncer.ini'],
        ini(
          'server = host=db port=5432 pool_mode=transaction',
          '* = host=db port=5432 pool_mode=transaction',
        ),
      ),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error ConfigMap msp/pool: data["pgbouncer.ini"]: the database "*" is a way to everything; name the databases of the application only (charts/pool/templates/configmap.yaml). [R28]",
    ]
  `);
});

test('R28 another port than its Service leads to', () => {
  expect(
    findings(
      'R28',
      set(
        'ConfigMap msp/pool',
        ['data', 'pgbouncer.ini'],
        ini(
          'server = host=db port=5432 pool_mode=transaction',
          '[pgbouncer]',
          'listen_port = 5432',
        ),
      ),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error ConfigMap msp/pool: data["pgbouncer.ini"]: listen_port is 5432 and Service msp/pool leads to 6432; make them equal (charts/pool/templates/configmap.yaml). [R28]",
    ]
  `);
});

test('R28 the superuser among the users', () => {
  expect(
    findings(
      'R28',
      set('Deployment msp/pool', 'spec.template.spec.containers.0.env.0', {
        name: 'PGBOUNCER_USER',
        value: 'postgres',
      }),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/pool: the superuser is among its users (PGBOUNCER_USER=postgres); leave him out of the user list (charts/pool/templates/deployment.yaml). [R28]",
    ]
  `);
});
