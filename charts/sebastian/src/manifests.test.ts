import { all, one, withLine } from '@helm-charts/testing/charts';
import { describe, expect, test } from 'vitest';
import { directory, podsOf, render, renderScenarios, variablesOf } from './testing/render.ts';

const scenarios = await renderScenarios();
const again = await renderScenarios();

describe.each(scenarios)('$name', ({ name, manifests }) => {
  const pods = podsOf(manifests);

  test('renders the same manifests every time, without Secrets, hooks or autoscalers', () => {
    expect(again.find((one) => one.name === name)?.manifests).toEqual(manifests);
    const kinds = manifests.map(({ kind }) => kind);
    for (const kind of ['Secret', 'HorizontalPodAutoscaler', 'Role'])
      expect(kinds).not.toContain(kind);
    expect(kinds.includes('PodDisruptionBudget')).toBe(name === 'hosted');
    expect(JSON.stringify(manifests)).not.toContain('helm.sh/hook');
  });

  test('T009: one Job migrates and seeds, without a hook', () => {
    const jobs = all(manifests, 'Job');
    expect(jobs.map(({ spec }) => spec?.template.spec?.containers.map(({ name }) => name))).toEqual(
      [['bootstrap']],
    );
    expect(JSON.stringify(manifests)).not.toContain('helm.sh/hook');
  });

  test('pods that use the database wait for the bootstrap of their release, with the role of the application', () => {
    const [job] = all(manifests, 'Job');
    const hash = job!.metadata.name.replace(/^.*-bootstrap-/, '');
    expect(hash).toMatch(/^[0-9a-f]{10}$/);
    expect(variablesOf(job!.spec!.template.spec!.containers[0]!)).toMatchObject({
      BOOTSTRAP_HASH: hash,
    });
    const own = pods.filter(({ id }) => id.startsWith('Deployment') && !id.endsWith('-tls'));
    for (const { spec } of own) {
      const wait = spec.initContainers?.find(({ name }) => name === 'wait-for-bootstrap');
      expect(variablesOf(wait!)).toMatchObject({ BOOTSTRAP_HASH: hash });
      const mounted = wait!.volumeMounts!.map(({ name }) => name);
      const volumes = spec.volumes!.filter(({ name }) => mounted.includes(name));
      expect(JSON.stringify(volumes)).not.toContain('SUPERUSER');
    }
  });

  test('the bootstrap retries, survives a node shutdown, and connects to Postgres only', () => {
    const { spec } = all(manifests, 'Job')[0]!;
    expect(spec).toMatchObject({
      backoffLimit: 1_000_000,
      ttlSecondsAfterFinished: 86_400,
      podFailurePolicy: {
        rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] }],
      },
      template: { spec: { restartPolicy: 'Never' } },
    });
    const variables = Object.keys(variablesOf(spec!.template.spec!.containers[0]!));
    expect(variables.filter((name) => /(HOST|ADDRESS|URL)$/.test(name))).toEqual(['DB_HOST']);
    expect(variables.filter((name) => /PASSWORD/.test(name))).toEqual(['PASSWORDS_DIR']);
  });
});

const of = (name: string) => scenarios.find((scenario) => scenario.name === name)!.manifests;

test('names that other releases depend on do not change', () => {
  const names = of('hocuspocus').map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  expect(names).toEqual(
    expect.arrayContaining([
      'Deployment alga-core-sebastian',
      'Service alga-core-sebastian',
      'ConfigMap alga-core-sebastian-appliance-bootstrap',
      'StatefulSet db',
      'Service db',
      'StatefulSet redis',
      'Service redis',
      'Deployment hocuspocus',
      'Service hocuspocus',
      'PersistentVolumeClaim alga-core-sebastian-postgres-data',
      'PersistentVolumeClaim alga-core-sebastian-redis-data',
      'PersistentVolumeClaim alga-core-sebastian-storage',
      'PersistentVolumeClaim alga-core-sebastian-tenant-secrets',
    ]),
  );
});

describe('the scenario hosted', () => {
  const manifests = of('hosted');
  const { spec } = one(manifests, 'Deployment', 'alga-core-sebastian');
  const pod = spec!.template;

  test('has three pods of the server, which share no volume and are updated one after the other', () => {
    expect(spec).toMatchObject({ replicas: 3, strategy: { type: 'RollingUpdate' } });
    expect(all(manifests, 'PersistentVolumeClaim')).toEqual([]);
    expect(JSON.stringify(pod.spec!.volumes)).not.toContain('persistentVolumeClaim');
    expect(all(manifests, 'StatefulSet')).toEqual([]);
  });

  test('spreads them over nodes, and a drained node leaves two of them', () => {
    const labels = {
      'app.kubernetes.io/name': 'sebastian',
      'app.kubernetes.io/instance': 'alga-core',
      'app.kubernetes.io/component': 'main',
    };
    expect(pod.metadata!.labels).toMatchObject(labels);
    expect(pod.spec!.topologySpreadConstraints).toEqual([
      {
        maxSkew: 1,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: labels },
        matchLabelKeys: ['pod-template-hash'],
      },
    ]);
    expect(one(manifests, 'PodDisruptionBudget').spec).toEqual({
      minAvailable: 2,
      selector: { matchLabels: labels },
    });
  });

  test('scales with its load, where the values say so', async () => {
    const { server, ...rest } = scenarios.find(({ name }) => name === 'hosted')!.values as {
      readonly server: object;
    };
    const scaling = { autoscaling: { enabled: true, minimum: 3, maximum: 6 } };
    const scaled = await render({ ...rest, server: { ...server, scaling } });
    expect(one(scaled, 'HorizontalPodAutoscaler').spec).toMatchObject({
      scaleTargetRef: { kind: 'Deployment', name: 'alga-core-sebastian' },
      minReplicas: 3,
      maxReplicas: 6,
    });
    expect(one(scaled, 'Deployment', 'alga-core-sebastian').spec).not.toHaveProperty('replicas');
  });
});

test('Postgres has QoS class Guaranteed, shared memory, and a grace period', () => {
  const { spec } = one(of('default'), 'StatefulSet', 'db');
  const pod = spec!.template.spec!;
  for (const { resources } of [...pod.initContainers!, ...pod.containers]) {
    expect(resources?.requests).toEqual(resources?.limits);
    expect(Object.keys(resources?.limits ?? {})).toEqual(['cpu', 'memory']);
  }
  expect(pod.terminationGracePeriodSeconds).toBe(120);
  expect(pod.containers[0]!.volumeMounts).toContainEqual({
    name: 'shared-memory',
    mountPath: '/dev/shm',
  });
});

test('Redis persists its data, and its password is not an argument', () => {
  const files = one(of('default'), 'ConfigMap', 'alga-core-sebastian-redis').data!;
  expect(files['redis.conf']).toMatch(/^appendonly yes$/m);
  expect(files['redis.conf']).toMatch(/^maxmemory-policy noeviction$/m);
  const { spec } = one(of('default'), 'StatefulSet', 'redis');
  expect(spec!.template.spec!.terminationGracePeriodSeconds).toBe(60);
  expect(spec!.template.spec!.containers[0]).not.toHaveProperty('args');
});

describe('the name of the bootstrap Job', () => {
  const name = async (values: object, from = directory) =>
    all(await render(values, from), 'Job')[0]!.metadata.name;

  test('changes with the program of the bootstrap, but not with wait-for-bootstrap.sh', async () => {
    const nameWith = (script: string) => withLine(directory, script, (chart) => name({}, chart));
    expect(await nameWith('bootstrap/_main.ts.tpl')).not.toBe(await name({}));
    expect(await nameWith('_wait-for-bootstrap.sh.tpl')).toBe(await name({}));
  });

  test.each([
    { server: { image: { tag: '1.0.1' } } },
    { version: '1.0.1' },
    { bootstrap: { seeds: false } },
    { database: { server: { user: 'app' } } },
    { postgres: { type: 'external', external: { host: 'postgres.example.com' } } },
    { crypto: { iterations: 20_000 } },
    { pods: { nodeSelector: { disk: 'ssd' } } },
  ])('is another with %j', async (values) => {
    expect(await name(values)).not.toBe(await name({}));
  });

  test.each([
    { server: { resources: { limits: { memory: '4Gi' } } } },
    { hocuspocus: { enabled: true } },
    { tenantSecrets: { volume: { size: '2Gi' } } },
    { global: { address: { host: 'psa.example.com' } } },
    { global: { release: '1.4.2' } },
  ])('is the same with %j', async (values) => {
    expect(await name(values)).toBe(await name({}));
  });
});
