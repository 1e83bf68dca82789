import { chart as emailService } from '@helm-charts/chart-email-service';
import { chart as pgbouncer } from '@helm-charts/chart-pgbouncer';
import { chart as sebastian } from '@helm-charts/chart-sebastian';
import { chart as temporal } from '@helm-charts/chart-temporal';
import { chart as temporalWorker } from '@helm-charts/chart-temporal-worker';
import { chart as workflowWorker } from '@helm-charts/chart-workflow-worker';
import { all, one, podsOf, rendering, variablesOf } from '@helm-charts/testing/charts';
import { workerScenarios } from '@helm-charts/testing/workers';
import type { Manifest } from '@helm-charts/types';
import { describe, expect, test } from 'vitest';

/** The workers, each with the test of the original plan that says where its database is. */
const workers = [
  { id: 'T004', chart: workflowWorker },
  { id: 'T005', chart: emailService },
  { id: 'T006', chart: temporalWorker },
];

const server = await rendering(sebastian).render(sebastian.scenarios.appliance);
const pool = await rendering(pgbouncer).render(pgbouncer.scenarios.appliance);
const engine = await rendering(temporal).render(temporal.scenarios.appliance);

/** Where Services serve: `pgbouncer:6432`. */
const servesOf = (manifests: readonly Manifest[]): readonly string[] =>
  all(manifests, 'Service').flatMap(({ metadata, spec }) =>
    (spec?.ports ?? []).map(({ port }) => `${metadata.name}:${port}`),
  );

const serves = servesOf([...server, ...pool, ...engine]);

/** Variables that the server has, too, and must not have otherwise; of keys and hashing a rule says so. */
const sharedByAll =
  /^(EDITION|NEXT_PUBLIC_EDITION|DEPLOYMENT_PROFILE|APP_ENV|NEXTAUTH_URL|APPLICATION_URL|NEXT_PUBLIC_(BASE|APP)_URL|SECRET_\w+|REDIS_\w+|TEMPORAL_(ADDRESS|NAMESPACE))$/;

describe.each(workers)('$chart.name with the charts that it needs', async ({ id, chart }) => {
  const scenarios = await workerScenarios(chart);
  const { manifests, variables } = scenarios.find(({ name }) => name === 'appliance')!;

  test(`${id} ${chart.name} connects to the database through pgbouncer:6432`, () => {
    expect(variables).toMatchObject({
      DB_TYPE: 'postgres',
      DB_HOST: 'pgbouncer.msp.svc.cluster.local',
      DB_PORT: '6432',
      DB_NAME_SERVER: 'server_transaction',
      DB_USER_SERVER: 'app_user_pgbouncer',
      DB_PASSWORD_SERVER: 'db-credentials/DB_PASSWORD_PGBOUNCER',
      DB_PASSWORD_ADMIN: 'db-credentials/DB_PASSWORD_PGBOUNCER',
    });
    expect(serves).toContain('pgbouncer:6432');
    const { data } = one(pool, 'ConfigMap');
    expect(data?.['pgbouncer.ini']).toMatch(/^server_transaction = .* pool_mode=transaction /m);
  });

  test('has the same directory, user and settings as the server', () => {
    const deployment = podsOf(server).find(({ id }) => id === 'Deployment alga-core-sebastian');
    const own = variablesOf(deployment!.spec.containers[0]!);
    const folder = podsOf(manifests)[0]!.spec.volumes?.find(
      ({ name }) => name === 'tenant-secrets',
    );
    expect(deployment?.spec.volumes).toContainEqual(folder);
    expect(podsOf(manifests)[0]!.spec.securityContext).toEqual(deployment?.spec.securityContext);
    const shared = Object.keys(variables).filter((variable) => sharedByAll.test(variable));
    expect(shared.length).toBeGreaterThan(5);
    for (const variable of shared) expect(variables[variable], variable).toBe(own[variable]);
  });
});
