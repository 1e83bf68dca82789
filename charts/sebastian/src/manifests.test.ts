import { all, one, withLine } from '@helm-charts/testing/charts';
import { describe, expect, test } from 'vitest';
import {
  containersOf,
  directory,
  podsOf,
  render,
  renderScenarios,
  variablesOf,
} from './testing/render.ts';

const scenarios = await renderScenarios();

describe.each(scenarios)('$name', ({ values, manifests }) => {
  const pods = podsOf(manifests);
  const containers = pods.flatMap((pod) =>
    containersOf(pod).map((container) => ({ id: `${pod.id}: ${container.name}`, container })),
  );
  const running = pods
    .filter(({ id }) => !id.startsWith('Job'))
    .flatMap(({ spec }) => spec.containers);

  test('is rendered the same every time, without Secrets, hooks and things that scale', async () => {
    expect(await render(values)).toEqual(manifests);
    const kinds = manifests.map(({ kind }) => kind);
    for (const kind of ['Secret', 'HorizontalPodAutoscaler', 'PodDisruptionBudget', 'Role']) {
      expect(kinds).not.toContain(kind);
    }
    expect(JSON.stringify(manifests)).not.toContain('helm.sh/hook');
  });

  test('T009: one Job migrates and seeds, and no hook does', () => {
    const jobs = all(manifests, 'Job');
    expect(jobs.map(({ spec }) => spec?.template.spec?.containers.map(({ name }) => name))).toEqual(
      [['bootstrap']],
    );
    expect(JSON.stringify(manifests)).not.toContain('helm.sh/hook');
  });

  test.each(pods)('$id is admitted by Pod Security "restricted"', (pod) => {
    const user = expect.any(Number);
    expect(pod.spec.securityContext).toEqual({
      runAsNonRoot: true,
      runAsUser: user,
      runAsGroup: user,
      fsGroup: user,
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(pod.spec).toMatchObject({
      automountServiceAccountToken: false,
      enableServiceLinks: false,
    });
    for (const field of ['hostNetwork', 'hostPID', 'hostIPC', 'hostUsers']) {
      expect(pod.spec).not.toHaveProperty(field);
    }
    const sources = ['configMap', 'secret', 'emptyDir', 'persistentVolumeClaim'];
    for (const { name: _, ...source } of pod.spec.volumes ?? []) {
      expect(sources).toContain(Object.keys(source).join());
      if (source.emptyDir !== undefined) expect(source.emptyDir?.sizeLimit).toBeDefined();
    }
  });

  test.each(containers)(
    '$id cannot write its root, and has requests and a limit of memory',
    ({ container }) => {
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      const amount = expect.stringMatching(/^\d+(m|Mi|Gi)?$/);
      expect(container.resources).toMatchObject({
        requests: { cpu: amount, memory: amount },
        limits: { memory: amount },
      });
      expect(container.imagePullPolicy).toBe('IfNotPresent');
      expect(container.image).toMatch(/^[a-z0-9./_-]+:[\w.-]+(@sha256:[0-9a-f]{64})?$/);
      expect(container.image).not.toContain(':latest');
    },
  );

  test('names are said once', () => {
    for (const pod of pods) {
      unique((pod.spec.volumes ?? []).map(({ name }) => name));
      for (const { env = [], volumeMounts = [] } of containersOf(pod)) {
        unique(env.map(({ name }) => name));
        unique(volumeMounts.map(({ mountPath }) => mountPath));
        for (const { name } of volumeMounts)
          expect(pod.spec.volumes?.map((volume) => volume.name)).toContain(name);
      }
    }
    unique(manifests.map(({ kind, metadata }) => `${kind}/${metadata.name}`));
  });

  test.each(running)('$name is probed, and has five minutes to start', (container) => {
    const { startupProbe, readinessProbe, livenessProbe } = container;
    expect(readinessProbe).toBeDefined();
    expect(livenessProbe).toBeDefined();
    expect(startupProbe!.periodSeconds! * startupProbe!.failureThreshold!).toBeGreaterThanOrEqual(
      300,
    );
  });

  test('what uses the database waits for the bootstrap of its own release, as the application', () => {
    const [job] = all(manifests, 'Job');
    const hash = job!.metadata.name.replace(/^.*-bootstrap-/, '');
    expect(hash).toMatch(/^[0-9a-f]{10}$/);
    expect(variablesOf(job!.spec!.template.spec!.containers[0]!)).toMatchObject({
      BOOTSTRAP_HASH: hash,
    });
    for (const { spec } of pods.filter(({ id }) => id.startsWith('Deployment'))) {
      const gate = spec.initContainers?.find(({ name }) => name === 'wait-for-bootstrap');
      expect(variablesOf(gate!)).toMatchObject({ BOOTSTRAP_HASH: hash });
      const mounted = gate!.volumeMounts!.map(({ name }) => name);
      const volumes = spec.volumes!.filter(({ name }) => mounted.includes(name));
      expect(JSON.stringify(volumes)).not.toContain('SUPERUSER');
    }
  });

  test('bootstrap is patient, is not failed by a node that shuts down, and talks to Postgres only', () => {
    const { spec } = all(manifests, 'Job')[0]!;
    expect(spec).toMatchObject({
      backoffLimit: 50,
      activeDeadlineSeconds: 21_600,
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

  test('claims stay when the release goes', () => {
    for (const { metadata, spec } of all(manifests, 'PersistentVolumeClaim')) {
      expect(metadata.annotations).toMatchObject({ 'helm.sh/resource-policy': 'keep' });
      expect(spec).not.toHaveProperty('volumeName');
    }
    for (const { spec } of all(manifests, 'StatefulSet'))
      expect(spec).not.toHaveProperty('volumeClaimTemplates');
  });

  test('selectors find a pod, and have no versions', () => {
    for (const { spec } of all(manifests, 'Service')) {
      const selector = Object.entries(spec!.selector!);
      const found = pods.filter(({ template: { metadata } }) =>
        selector.every(([key, value]) => metadata?.labels?.[key] === value),
      );
      expect(found).toHaveLength(1);
    }
    for (const { template } of pods) {
      expect(Object.keys(template.metadata!.labels!)).not.toContain('helm.sh/chart');
    }
  });

  test('no secret stands in a variable, an argument or an annotation', () => {
    const secret =
      /(PASSWORD|SECRET|TOKEN|API_KEY|PRIVATE_KEY|CRYPTO_KEY|AUTH_KEY)$|^nextauth_secret$/;
    for (const { container } of containers) {
      const { env = [], command = [], args = [] } = container;
      for (const { name, value } of env) {
        if (secret.test(name)) expect(value, name).toBeUndefined();
      }
      expect([...command, ...args].join(' ')).not.toMatch(/(password|secret|token)[=: ]/i);
    }
    for (const { metadata } of [...manifests, ...pods.map(({ template }) => template)]) {
      const annotations = Object.keys(metadata?.annotations ?? {});
      expect(annotations.filter((name) => /password|secret|token/i.test(name))).toEqual([]);
    }
  });
});

const of = (name: string) => scenarios.find((scenario) => scenario.name === name)!.manifests;

test('the names that others know are these', () => {
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

test('Postgres is guaranteed its resources, has shared memory, and time to stop', () => {
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

test('Redis keeps what it has, and its password is no argument', () => {
  const files = one(of('default'), 'ConfigMap', 'alga-core-sebastian-redis').data!;
  expect(files['redis.conf']).toMatch(/^appendonly yes$/m);
  expect(files['redis.conf']).toMatch(/^maxmemory-policy noeviction$/m);
  const { spec } = one(of('default'), 'StatefulSet', 'redis');
  expect(spec!.template.spec!.terminationGracePeriodSeconds).toBe(60);
  expect(spec!.template.spec!.containers[0]).not.toHaveProperty('args');
});

describe('the name of the bootstrap', () => {
  const name = async (values: object, from = directory) =>
    all(await render(values, from), 'Job')[0]!.metadata.name;

  test('is another with another script, and that of the wait does not count', async () => {
    const nameWith = (script: string) => withLine(directory, script, (chart) => name({}, chart));
    expect(await nameWith('_bootstrap.sh.tpl')).not.toBe(await name({}));
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
    { host: 'psa.example.com' },
    { global: { release: '1.4.2' } },
  ])('is the same with %j', async (values) => {
    expect(await name(values)).toBe(await name({}));
  });
});

const unique = (names: readonly string[]): void => expect(names).toEqual([...new Set(names)]);
