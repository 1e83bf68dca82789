import { chart as emailService } from '@helm-charts/chart-email-service';
import { chart as pgbouncer } from '@helm-charts/chart-pgbouncer';
import { chart as sebastian } from '@helm-charts/chart-sebastian';
import { chart as temporal } from '@helm-charts/chart-temporal';
import { chart as temporalWorker } from '@helm-charts/chart-temporal-worker';
import { chart as workflowWorker } from '@helm-charts/chart-workflow-worker';
import { rendering } from '@helm-charts/testing/charts';
import { type Chart, printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { checkBeside } from './beside.ts';

interface Disagreement {
  readonly chart: Chart;
  readonly values: object;
  /** Part of the sentence about it. */
  readonly message: string;
}

/** Values that a chart takes, and that do not go with the other charts. */
const disagreements: readonly Disagreement[] = [
  // Hosts and ports.
  {
    chart: workflowWorker,
    values: { database: { host: 'pooler' } },
    message:
      'DB_HOST names Service msp/pooler, which no release provides, so every connection fails',
  },
  {
    chart: emailService,
    values: { database: { port: 6433 } },
    message: 'DB_HOST uses port 6433 of Service msp/pgbouncer, which has port 6432',
  },
  {
    chart: emailService,
    values: { redis: { host: 'redis-master' } },
    message:
      'REDIS_HOST names Service msp/redis-master, which no release provides, so every connection fails',
  },
  {
    chart: temporalWorker,
    values: { temporal: { host: 'temporal' } },
    message: 'temporal:7233 as TEMPORAL_ADDRESS, but the frontend is Service temporal-frontend',
  },
  {
    chart: temporalWorker,
    values: { server: { port: 80 } },
    message:
      'ALGA_APP_BASE_URL uses port 80 of Service msp/alga-core-sebastian, which has port 3000',
  },
  {
    chart: sebastian,
    values: { server: { service: { port: 80 } } },
    message:
      'IMAP_WEBHOOK_URL uses port 3000 of Service msp/alga-core-sebastian, which has port 80',
  },
  {
    chart: pgbouncer,
    values: { service: { port: 6433 } },
    message: 'DB_HOST uses port 6432 of Service msp/pgbouncer, which has port 6433',
  },
  {
    chart: pgbouncer,
    values: { postgres: { host: 'postgres' } },
    message:
      'pgbouncer.ini names Service msp/postgres, which no release provides, so every connection fails',
  },
  {
    chart: temporal,
    values: { database: { host: 'postgres' } },
    message:
      'PGHOST names Service msp/postgres, which no release provides, so every connection fails',
  },
  {
    chart: workflowWorker,
    values: { temporal: { namespace: 'alga' } },
    message: 'uses the Temporal namespace alga, which no Job in the release of Temporal creates',
  },
  // Objects and keys that another release has, or the appliance.
  {
    chart: workflowWorker,
    values: { gate: { configMap: 'bootstrap' } },
    message: 'ConfigMap msp/bootstrap is missing',
  },
  {
    chart: emailService,
    values: { tenantSecrets: { volume: { existingClaim: 'tenant-secrets' } } },
    message: 'PersistentVolumeClaim msp/tenant-secrets is missing',
  },
  {
    chart: workflowWorker,
    values: { database: { credentials: { keys: { password: 'DB_PASSWORD_POOL' } } } },
    message: 'Secret msp/db-credentials has no key DB_PASSWORD_POOL',
  },
  {
    chart: temporalWorker,
    values: { sharedSecrets: { existingSecret: 'shared' } },
    message: 'Secret msp/shared is missing',
  },
  // What server and workers must have in common.
  {
    chart: emailService,
    values: { secrets: { existingSecret: 'email' } },
    message: 'Deployment msp/email-service has key IMAP_WEBHOOK_SECRET of Secret email, so one',
  },
  {
    chart: workflowWorker,
    values: { secrets: { keys: { crypt: 'TOKEN_SECRET_KEY' } } },
    message:
      'Deployment msp/workflow-worker has key TOKEN_SECRET_KEY of Secret alga-core-sebastian-secrets, so one',
  },
  {
    chart: temporalWorker,
    values: { crypto: { iterations: 1000 } },
    message: 'ITERATIONS is 10000, and Deployment msp/temporal-worker has 1000',
  },
  {
    chart: sebastian,
    values: { crypto: { algorithm: 'sha256' } },
    message: 'ALGORITHM is sha512, and Deployment msp/alga-core-sebastian has sha256',
  },
  // Connections and names, of which there are only so many.
  {
    chart: pgbouncer,
    values: { postgres: { connections: 400 }, pools: { transaction: { size: 180 } } },
    message:
      'Postgres allows 200 connections, 3 of them to the superuser, and 345 may be opened: 250 by ConfigMap msp/pgbouncer-config',
  },
  {
    chart: temporal,
    values: { database: { connections: 25 } },
    message: '200 by ConfigMap msp/temporal-config',
  },
  {
    chart: emailService,
    values: { fullnameOverride: 'temporal-worker' },
    message:
      'Deployment msp/temporal-worker: release email-service (charts/email-service) and release temporal-worker both define the object',
  },
];

test.each(disagreements)(
  '$chart.name with $values is refused: $message',
  async ({ chart, values, message }) => {
    // An overlay is an object, and these are for what the one of the appliance does not say.
    const appliance = chart.scenarios.appliance as object;
    const manifests = await rendering(chart).render({ ...appliance, ...values });
    const said = (await checkBeside({ chart, manifests })).map(printFinding);
    expect(said.join('\n')).toContain(message);
  },
);
