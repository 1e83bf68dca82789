import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEngine } from '@helm-charts/engine';
import { all, one } from '@helm-charts/testing/charts';
import { describe, expect, test } from 'vitest';
import { containersOf, directory, podsOf, renderScenarios } from './testing/render.ts';

const scenarios = await renderScenarios();
const read = (file: string): string => readFileSync(join(directory, file), 'utf8');

describe.each(scenarios)('$name', ({ manifests }) => {
  test('every object and its pods have the standard labels', () => {
    const label = (name: string) => `app.kubernetes.io/${name}`;
    for (const { metadata } of manifests) {
      expect(metadata.labels, metadata.name).toMatchObject({
        [label('name')]: 'sebastian',
        [label('instance')]: 'alga-core',
        [label('component')]: expect.stringMatching(/./),
        [label('version')]: '1.0.0',
        [label('managed-by')]: 'Helm',
      });
    }
    const components = podsOf(manifests).map(
      ({ template }) => template.metadata?.labels?.[label('component')],
    );
    expect(components).toEqual([...new Set(components)]);
  });

  test('port names are those of their protocols', () => {
    const ports = podsOf(manifests)
      .flatMap(containersOf)
      .flatMap(({ ports = [] }) => ports.map(({ name }) => name));
    expect(['http', 'https', 'metrics', 'postgres', 'redis']).toEqual(
      expect.arrayContaining(ports),
    );
  });

  test('no field is null', () => {
    expect(JSON.stringify(manifests)).not.toMatch(/:null|\[null|,null/);
  });

  test('there are no objects for development, for Istio or for hooks', () => {
    const kinds = [...new Set(manifests.map(({ kind }) => kind))];
    expect([
      ...['Certificate', 'ConfigMap', 'CronJob', 'Deployment', 'Ingress', 'Job', 'NetworkPolicy'],
      ...[
        'PersistentVolumeClaim',
        'PodDisruptionBudget',
        'PodMonitor',
        'Service',
        'ServiceAccount',
      ],
      'StatefulSet',
    ]).toEqual(expect.arrayContaining(kinds));
    const jobs = manifests.filter(({ kind }) => kind === 'Job');
    expect(jobs.map(({ metadata }) => metadata.name)).toEqual([
      expect.stringMatching(/-bootstrap-[0-9a-f]{10}$/),
    ]);
  });
});

test('all objects follow the namespace and name of the release', async () => {
  const release = { name: 'blue', namespace: 'elsewhere', chart: directory };
  const { values } = scenarios.find(({ name }) => name === 'hocuspocus')!;
  const engine = openEngine({ workspaceRoot: join(directory, '../..') });
  const [rendered] = await engine.render([{ ...release, values: { ...values } }]);
  const manifests = rendered!.value!.documents.map(({ manifest }) => manifest);
  for (const { kind, metadata } of manifests)
    expect(metadata.namespace, `${kind} ${metadata.name}`).toBe('elsewhere');
  expect(JSON.stringify(manifests)).not.toContain('.msp.');
  expect(one(manifests, 'Deployment', 'blue-sebastian')).toBeDefined();
});

test('no object except the generated Secrets depends on the state of the cluster', () => {
  const asking = globSync('templates/*.yaml', { cwd: directory }).filter((file) =>
    /\blookup\b|"sebastian\.generated"/.test(read(file)),
  );
  expect(asking).toEqual(['templates/secret.yaml']);
});

test('with NetworkPolicies, only the namespace can connect to Postgres and Redis, and nobody to the bootstrap', () => {
  const { manifests } = scenarios.find(({ name }) => name === 'everything')!;
  const component = 'app.kubernetes.io/component';
  const policies = all(manifests, 'NetworkPolicy').map(({ spec }) => [
    spec?.podSelector?.matchLabels?.[component],
    spec?.ingress,
  ]);
  const from = [{ podSelector: {} }];
  const prometheus = { 'kubernetes.io/metadata.name': 'observability' };
  const scrapes = {
    from: [{ namespaceSelector: { matchLabels: prometheus } }],
    ports: [{ port: 'metrics', protocol: 'TCP' }],
  };
  const http = [{ ports: [{ port: 'http', protocol: 'TCP' }] }];
  expect(Object.fromEntries(policies)).toEqual({
    main: http,
    hocuspocus: http,
    tls: [{ ports: [{ port: 'https', protocol: 'TCP' }] }],
    backup: [],
    bootstrap: [],
    db: [{ from, ports: [{ port: 'postgres', protocol: 'TCP' }] }, scrapes],
    redis: [{ from, ports: [{ port: 'redis', protocol: 'TCP' }] }, scrapes],
  });
  const selected = podsOf(manifests).map(({ template }) => template.metadata?.labels?.[component]);
  expect(policies.map(([name]) => name).toSorted()).toEqual(selected.toSorted());
});

test('a liveness probe detects a dead server, since its entrypoint only sleeps', () => {
  const { manifests } = scenarios[0]!;
  const { spec } = one(manifests, 'Deployment', 'alga-core-sebastian');
  const { livenessProbe, readinessProbe } = spec!.template.spec!.containers[0]!;
  const answer = { path: '/api/healthz', port: 'http' };
  expect([livenessProbe?.httpGet, readinessProbe?.httpGet]).toEqual([answer, answer]);
});
