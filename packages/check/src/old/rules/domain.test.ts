import { expect, test } from 'vitest';
import { findings, set, valued, writing } from '../testing/cluster.ts';

test('R25 a template with the domain in it', () => {
  expect(
    findings(
      'R25',
      writing('core', 'templates/all.yaml', 'a: b\nhost: db.msp.svc.cluster.local\n'),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error charts/core/templates/all.yaml:2: a site may have another domain; take it from the value of it. [R25]",
    ]
  `);
});

test('R25 two domains in one cluster', () => {
  expect(
    findings(
      'R25',
      set(
        'Deployment msp/worker',
        'spec.template.spec.containers.0.env.0.value',
        'temporal-frontend.msp.svc.cluster.example:7233',
      ),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/worker: TEMPORAL_ADDRESS: it names the domain cluster.example, and web names cluster.local; use one domain (charts/workflows/templates/deployment.yaml). [R25]",
    ]
  `);
});

test('R25 another domain than the value says', () => {
  expect(
    findings('R25', valued('workflows', { clusterDomain: 'cluster.example' })),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/worker: TEMPORAL_ADDRESS: it names the domain cluster.local, and clusterDomain is cluster.example; use one domain (charts/workflows/templates/deployment.yaml). [R25]",
    ]
  `);
});
