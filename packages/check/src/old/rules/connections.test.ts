import { expect, test } from 'vitest';
import { findings, set } from '../testing/cluster.ts';
import { ini } from '../testing/ini.ts';

test('R27 a pool larger than the limit of the server', () => {
  expect(
    findings(
      'R27',
      set(
        'ConfigMap msp/pool',
        ['data', 'pgbouncer.ini'],
        ini('server = host=db port=5432 pool_mode=transaction max_db_connections=120'),
      ),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error StatefulSet msp/db: it allows 100 connections, 3 of them to the superuser, and 170 may be opened: 120 by ConfigMap msp/pool (pgbouncer.ini), 40 by ConfigMap msp/temporal (maxConns of 4 services) and 10 by Job msp/bootstrap-0123456789; make a pool smaller or raise max_connections (charts/core/templates/statefulset.yaml). [R27]",
    ]
  `);
});

test('R27 a lower limit of the server', () => {
  expect(
    findings(
      'R27',
      set('StatefulSet msp/db', 'spec.template.spec.containers.0.command', [
        'postgres',
        '-c',
        'max_connections=50',
      ]),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error StatefulSet msp/db: it allows 50 connections, 3 of them to the superuser, and 80 may be opened: 30 by ConfigMap msp/pool (pgbouncer.ini), 40 by ConfigMap msp/temporal (maxConns of 4 services) and 10 by Job msp/bootstrap-0123456789; make a pool smaller or raise max_connections (charts/core/templates/statefulset.yaml). [R27]",
    ]
  `);
});

test('R27 two poolers instead of one', () => {
  expect(
    findings(
      'R27',
      set('Deployment msp/pool', 'spec.replicas', 2),
      set('Deployment msp/web', 'spec.template.spec.containers.0.env.0.value', 'db'),
      set('Deployment msp/web', 'spec.template.spec.containers.0.env.1.value', '5432'),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error StatefulSet msp/db: it allows 100 connections, 3 of them to the superuser, and 120 may be opened: 60 by ConfigMap msp/pool (pgbouncer.ini), 40 by ConfigMap msp/temporal (maxConns of 4 services), 10 by Deployment msp/web and 10 by Job msp/bootstrap-0123456789; make a pool smaller or raise max_connections (charts/core/templates/statefulset.yaml). [R27]",
    ]
  `);
});
