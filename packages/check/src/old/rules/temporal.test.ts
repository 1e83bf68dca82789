import { expect, test } from 'vitest';
import { findings, set, valued } from '../testing/cluster.ts';

test("R29 Temporal's own chart with hooks and our name", () => {
  expect(
    findings(
      'R29',
      set('HelmRelease releases/workflows', 'spec.chart.spec.chart', 'temporal'),
      valued('workflows', { fullnameOverride: 'temporal' }),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error HelmRelease releases/workflows: values schema.useHelmHooks: the schema would be made by a hook that waits for what waits for it; set it to false. [R29]",
      "error HelmRelease releases/workflows: values fullnameOverride: its Deployment would be called temporal-worker like that of our release; set temporal-server. [R29]",
    ]
  `);
});

test('R29 tools of another version than the server', () => {
  expect(
    findings(
      'R29',
      set(
        'Job msp/temporal-namespace-0123456789',
        'spec.template.spec.containers.0.image',
        'temporalio/admin-tools:1.29.0',
      ),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Job msp/temporal-namespace-0123456789: container tools: temporalio/admin-tools is 1.29.0 and the server 1.31.2, which checks that the schema is its own; use one version (charts/workflows/templates/job.yaml). [R29]",
    ]
  `);
});

test('R29 a worker pointed at something else than the frontend', () => {
  expect(
    findings(
      'R29',
      set('Deployment msp/worker', 'spec.template.spec.containers.0.env.0.value', 'pool:6432'),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/worker: container worker: TEMPORAL_ADDRESS is pool:6432, and the frontend is temporal-frontend; correct the address (charts/workflows/templates/deployment.yaml). [R29]",
    ]
  `);
});

test('R29 a worker in a namespace that nobody makes', () => {
  expect(
    findings(
      'R29',
      set('Deployment msp/worker', 'spec.template.spec.containers.0.env.1.value', 'production'),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/worker: container worker: it works in Temporal's namespace production, which no Job beside the server makes; add it there, or use one that is made (charts/workflows/templates/deployment.yaml). [R29]",
    ]
  `);
});
