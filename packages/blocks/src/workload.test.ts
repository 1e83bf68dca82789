import { boolean, component, expressionOf, object, refs, when } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { pods } from './pod.ts';
import { service } from './service.ts';
import { statefulSet } from './stateful-set.ts';
import { deployment } from './workload.ts';

const v = refs(object('Settings.', { pods, shared: boolean('A flag.') }));
const worker = component('worker', 'worker');
const pod = { pods: v.pods, user: 1000, spec: { containers: [] } };

const specOf = (made: object) =>
  (made as { readonly spec: Readonly<Record<string, unknown>> }).spec;

test('a Deployment has the strategy Recreate by default', () => {
  expect(specOf(deployment(worker, pod))).toMatchObject({
    replicas: 1,
    strategy: { type: 'Recreate' },
    progressDeadlineSeconds: 3600,
    selector: { matchLabels: worker.selector },
  });
  expect(specOf(deployment(worker, { ...pod, strategy: 'RollingUpdate' })).strategy).toEqual({
    type: 'RollingUpdate',
    rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
  });
});

test('the strategy may depend on a value', () => {
  const made = deployment(worker, {
    ...pod,
    strategy: when(v.shared, 'Recreate', 'RollingUpdate'),
  });
  expect(specOf(made).strategy).toMatchObject({
    kind: 'either',
    body: { type: 'Recreate' },
    otherwise: { type: 'RollingUpdate' },
  });
});

test('a StatefulSet has one pod and the Service of its name by default', () => {
  expect(specOf(statefulSet(worker, pod))).toMatchObject({ replicas: 1, serviceName: 'worker' });
  expect(specOf(statefulSet(worker, pod))).not.toHaveProperty('volumeClaimTemplates');
});

test('a Service forwards to the container port of the same name', () => {
  expect(specOf(service(worker, { name: 'http', port: 80 }, { clusterIP: 'None' }))).toEqual({
    clusterIP: 'None',
    selector: worker.selector,
    ports: [{ name: 'http', port: 80, targetPort: 'http' }],
  });
});

test('annotations of the chart are merged with those of the values', () => {
  const template = (annotations?: Readonly<Record<string, string>>) =>
    specOf(deployment(worker, { ...pod, ...(annotations && { annotations }) })).template as {
      readonly metadata: { readonly annotations: unknown };
    };
  expect(expressionOf(template().metadata.annotations)).toMatchObject({
    path: ['pods', 'annotations'],
  });
  expect(template({ checksum: 'a' }).metadata.annotations).toMatchObject({
    kind: 'merge',
    of: [{ checksum: 'a' }, v.pods.annotations],
  });
});
