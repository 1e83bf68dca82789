import { inspect } from 'node:util';
import { httpProbe, probes } from '@helm-charts/blocks';
import { environment, type ManifestTemplate, object, refs } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { worker, workerMembers, workerRules } from './worker.ts';

const v = refs(
  object(
    'Settings.',
    workerMembers({
      image: { repository: 'worker', tag: '1' },
      port: 8080,
      resources: { requests: { cpu: '1', memory: '1Mi' }, limits: { memory: '1Mi' } },
    }),
  ),
);
const made = worker(v, {
  name: 'worker',
  port: { name: 'health', number: 9090 },
  variables: environment({ OWN: 'yes' }),
  probes: probes(httpProbe('/health', 'health'), { startSeconds: 300 }),
});

test('a worker has a Deployment and a Service, waits for the bootstrap, and runs the command of its image', () => {
  expect(Object.keys(made)).toEqual(['deployment', 'scaling', 'service', 'serviceaccount']);
  const { deployment, service } = made as Readonly<Record<string, ManifestTemplate>>;
  expect(deployment).toMatchObject({
    spec: {
      strategy: {
        kind: 'either',
        body: { type: 'Recreate' },
        otherwise: { type: 'RollingUpdate' },
      },
      template: {
        spec: {
          initContainers: [{ name: 'wait-for-bootstrap' }],
          containers: [{ name: 'worker', ports: [{ name: 'health', containerPort: 9090 }] }],
        },
      },
    },
  });
  const printed = inspect(deployment, { depth: Infinity, breakLength: Infinity });
  expect(printed).toContain("{ name: 'OWN', value: 'yes' }");
  expect(printed).toContain("command: [ '/bin/sh', '/bootstrap");
  expect(printed).not.toMatch(/command: \[ (?!'\/bin\/sh', '\/bootstrap)/);
  expect(service).toMatchObject({ spec: { ports: [{ name: 'health', targetPort: 'health' }] } });
});

test('its rules refuse the superuser, a missing volume for secrets, and wrong scaling limits', () => {
  expect(workerRules(v).map(({ holds }) => holds.kind)).toEqual([
    'not',
    'or',
    'or',
    'or',
    'or',
    'or',
  ]);
});
