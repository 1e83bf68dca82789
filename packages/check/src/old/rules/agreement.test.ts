import { expect, test } from 'vitest';
import { findings, set } from '../testing/cluster.ts';
import { secretKey } from '../testing/parts.ts';

test('R30 a bootstrap that hashes passwords in another way than the server', () => {
  expect(
    findings(
      'R30',
      set('Job msp/bootstrap-0123456789', 'spec.template.spec.containers.0.env.2.value', '1000'),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Job msp/bootstrap-0123456789: container bootstrap: ITERATIONS is 1000, and Deployment msp/web has 10000: what one writes the other can't read; give both the same (charts/core/templates/job.yaml). [R30]",
    ]
  `);
});

test('R30 a worker with another key than the server', () => {
  expect(
    findings(
      'R30',
      set(
        'Deployment msp/worker',
        'spec.template.spec.containers.0.env.2',
        secretKey('NEXTAUTH_SECRET', 'worker', 'NEXTAUTH_SECRET'),
      ),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/worker: container worker: NEXTAUTH_SECRET is Secret worker/NEXTAUTH_SECRET, and Deployment msp/web has Secret app/NEXTAUTH_SECRET: what one writes the other can't read; give both the same (charts/workflows/templates/deployment.yaml). [R30]",
    ]
  `);
});

test('R30 a worker with a key in plain text under its other name', () => {
  expect(
    findings(
      'R30',
      set('Deployment msp/worker', 'spec.template.spec.containers.0.env.2', {
        name: 'nextauth_secret',
        value: 'x',
      }),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/worker: container worker: nextauth_secret is x, and Deployment msp/web has Secret app/NEXTAUTH_SECRET: what one writes the other can't read; give both the same (charts/workflows/templates/deployment.yaml). [R30]",
    ]
  `);
});
