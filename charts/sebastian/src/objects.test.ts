import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEngine } from '@helm-charts/engine';
import { all, one } from '@helm-charts/testing/charts';
import { describe, expect, test } from 'vitest';
import { containersOf, directory, podsOf, renderScenarios } from './testing/render.ts';

const scenarios = await renderScenarios();
const read = (file: string): string => readFileSync(join(directory, file), 'utf8');

describe.each(scenarios)('$name', ({ manifests }) => {
  test('every object says what it is and whose, and so do its pods', () => {
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

  test('ports are called what they are', () => {
    const ports = podsOf(manifests)
      .flatMap(containersOf)
      .flatMap(({ ports = [] }) => ports.map(({ name }) => name));
    expect(['http', 'postgres', 'redis']).toEqual(expect.arrayContaining(ports));
  });

  test('no field is null', () => {
    expect(JSON.stringify(manifests)).not.toMatch(/:null|\[null|,null/);
  });

  test('there is nothing of developers, of Istio or of a hook among the objects', () => {
    const kinds = [...new Set(manifests.map(({ kind }) => kind))];
    expect([
      ...['ConfigMap', 'Deployment', 'Ingress', 'Job', 'NetworkPolicy'],
      ...['PersistentVolumeClaim', 'Service', 'ServiceAccount', 'StatefulSet'],
    ]).toEqual(expect.arrayContaining(kinds));
    const jobs = manifests.filter(({ kind }) => kind === 'Job');
    expect(jobs.map(({ metadata }) => metadata.name)).toEqual([
      expect.stringMatching(/-bootstrap-[0-9a-f]{10}$/),
    ]);
  });
});

test('everything follows the release into any namespace, under any name', async () => {
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

test('no object depends on what is in the cluster, but for Secrets that are made once', () => {
  const asking = globSync('templates/*.yaml', { cwd: directory }).filter((file) =>
    /\blookup\b|"sebastian\.generated"/.test(read(file)),
  );
  expect(asking).toEqual(['templates/secret.yaml']);
});

test('where policies are on, only the namespace reaches Postgres and Redis, and nobody the bootstrap', () => {
  const { manifests } = scenarios.find(({ name }) => name === 'everything')!;
  const component = 'app.kubernetes.io/component';
  const policies = all(manifests, 'NetworkPolicy').map(({ spec }) => [
    spec?.podSelector?.matchLabels?.[component],
    spec?.ingress,
  ]);
  const from = [{ podSelector: {} }];
  const http = [{ ports: [{ port: 'http', protocol: 'TCP' }] }];
  expect(Object.fromEntries(policies)).toEqual({
    main: http,
    hocuspocus: http,
    bootstrap: [],
    db: [{ from, ports: [{ port: 'postgres', protocol: 'TCP' }] }],
    redis: [{ from, ports: [{ port: 'redis', protocol: 'TCP' }] }],
  });
  const selected = podsOf(manifests).map(({ template }) => template.metadata?.labels?.[component]);
  expect(policies.map(([name]) => name).toSorted()).toEqual(selected.toSorted());
});

test('a server that has died is found out by its own answer, since its process only sleeps', () => {
  const { manifests } = scenarios[0]!;
  const { spec } = one(manifests, 'Deployment', 'alga-core-sebastian');
  const { livenessProbe, readinessProbe } = spec!.template.spec!.containers[0]!;
  const answer = { path: '/api/healthz', port: 'http' };
  expect([livenessProbe?.httpGet, readinessProbe?.httpGet]).toEqual([answer, answer]);
});

test('a migration takes as long as it takes', () => {
  const { manifests } = scenarios[0]!;
  const { data } = one(manifests, 'ConfigMap', 'alga-core-sebastian-appliance-bootstrap');
  expect(data!['appliance-bootstrap.sh']).toContain('knex migrate:latest');
  expect(data!['appliance-bootstrap.sh']).not.toMatch(/\btimeout +("?\$|\d)/);
});
