import { one } from '@helm-charts/testing/charts';
import { expect, test } from 'vitest';
import { containersOf, podsOf, render, renderScenarios } from './testing/render.ts';

const scenarios = await renderScenarios();
const of = (name: string) => scenarios.find((scenario) => scenario.name === name)!.manifests;
const manifests = of('metrics');

const monitorsOf = (some: typeof manifests) => some.filter(({ kind }) => kind === 'PodMonitor');

test('PodMonitors exist only where the cluster has the API, and select the pods with exporters', () => {
  const monitors = monitorsOf(manifests);
  expect(monitors.map(({ metadata }) => metadata.name)).toEqual(['db', 'redis']);
  for (const monitor of monitors) {
    const { selector, template } = one(manifests, 'StatefulSet', monitor.metadata.name).spec!;
    expect(monitor).toMatchObject({
      metadata: { labels: { release: 'kube-prometheus-stack' } },
      spec: { selector, podMetricsEndpoints: [{ port: 'metrics', interval: '30s' }] },
    });
    const ports = template.spec!.containers.flatMap((container) => container.ports ?? []);
    expect(ports.map(({ name }) => name)).toContain('metrics');
  }
  // Metrics are enabled there, too.
  expect(monitorsOf(of('everything'))).toEqual([]);
});

test('exporters get the password from a file of the pod, and nothing of the Secrets', () => {
  const exporters = podsOf(manifests)
    .flatMap(containersOf)
    .filter(({ name }) => name.endsWith('-exporter'));
  expect(exporters.map(({ name }) => name)).toEqual(['postgres-exporter', 'redis-exporter']);
  for (const exporter of exporters) {
    expect(exporter.volumeMounts?.map(({ name }) => name)).toEqual(['exporter']);
    expect(exporter.env?.filter(({ valueFrom }) => valueFrom !== undefined)).toEqual([]);
  }
});

test('with metrics, the pod of Postgres still has QoS class Guaranteed', () => {
  const { initContainers = [], containers } = one(manifests, 'StatefulSet', 'db').spec!.template
    .spec!;
  expect(containers).toHaveLength(2);
  for (const { name, resources } of [...initContainers, ...containers]) {
    expect(resources?.requests, name).toEqual(resources?.limits);
    expect(Object.keys(resources?.limits ?? {}), name).toEqual(['cpu', 'memory']);
  }
});

test('the bootstrap does not depend on metrics, so that nothing migrates when they are enabled', async () => {
  const job = (some: typeof manifests) => one(some, 'Job').metadata.name;
  expect(job(await render({ metrics: { enabled: true } }))).toBe(job(of('default')));
});

test('without metrics, and with external servers, there are no exporters', async () => {
  const external = {
    metrics: { enabled: true },
    postgres: { type: 'external', external: { host: 'postgres.example.com' } },
    redis: { type: 'external', external: { host: 'redis.example.com' } },
  };
  for (const some of [of('default'), await render(external)]) {
    expect(JSON.stringify(some)).not.toMatch(/exporter/);
  }
});
