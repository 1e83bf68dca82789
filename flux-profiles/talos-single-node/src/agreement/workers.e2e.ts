import { install, makeNamespace, serve } from '@helm-charts/chart-temporal/testing/installation';
import { chart as temporalWorker } from '@helm-charts/chart-temporal-worker';
import { chart as workflowWorker } from '@helm-charts/chart-workflow-worker';
import { startClient } from '@helm-charts/testing/servers';
import { workerScenarios } from '@helm-charts/testing/workers';
import { expect, test } from 'vitest';

test.each([temporalWorker, workflowWorker])(
  'a workflow completes with the environment of $name',
  async (chart) => {
    const scenarios = await workerScenarios(chart);
    const { variables } = scenarios.find(({ name }) => name === 'appliance')!;
    // The name of the Service, which this machine doesn't know.
    const { TEMPORAL_ADDRESS, ...environment } = variables;
    expect(TEMPORAL_ADDRESS).toBe('temporal-frontend.msp.svc.cluster.local:7233');

    await using installation = await install();
    expect(await installation.schemaJob()).toMatchObject({ code: 0 });
    await using server = await serve(installation);
    expect(await makeNamespace(installation, server)).toMatchObject({ code: 0 });
    await using client = await startClient({ ...environment, TEMPORAL_ADDRESS: server.address });
    expect(await client.result()).toEqual(['Hello, Alga', 'Hello, Alga']);
  },
);
