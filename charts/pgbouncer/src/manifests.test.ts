import { describe, expect, test } from 'vitest';
import { scenarios } from './scenarios.ts';
import { settingsOf } from './testing/ini.ts';
import { containerOf, one, podOf, render, renderScenarios } from './testing/render.ts';

const again = await renderScenarios();

describe.each(await renderScenarios())('$name', ({ name, values, manifests }) => {
  const deployment = one(manifests, 'Deployment').spec!;
  const service = one(manifests, 'Service').spec!;
  const pod = podOf(manifests);
  const container = containerOf(manifests);
  const volumes = pod.volumes ?? [];
  const mounts = container.volumeMounts ?? [];
  const files = one(manifests, 'ConfigMap').data!;
  const settings = settingsOf(files['pgbouncer.ini']!);

  test('renders the same manifests every time', () => {
    expect(again.find((one) => one.name === name)?.manifests).toEqual(manifests);
  });

  test('renders a Deployment, a Service and a ConfigMap, without an autoscaler or a PodDisruptionBudget', () => {
    const kinds = manifests.map(({ kind }) => kind);
    const expected = ['ConfigMap', 'Deployment', 'Service', 'ServiceAccount'];
    const optional = ['NetworkPolicy', 'PodMonitor'];
    expect(kinds.filter((kind) => !optional.includes(kind)).sort()).toEqual(expected);
    expect(pod.affinity?.podAntiAffinity).toBeUndefined();
    expect(
      pod.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution,
    ).toBeUndefined();
    expect(pod.topologySpreadConstraints).toBeUndefined();
  });

  test('writes only to a small volume in memory', () => {
    const writable = mounts.filter(({ readOnly }) => readOnly !== true);
    expect(writable).toEqual([{ name: 'userlist', mountPath: '/run/pgbouncer' }]);
    expect(volumes.find(({ name }) => name === 'userlist')).toEqual({
      name: 'userlist',
      emptyDir: { medium: 'Memory', sizeLimit: '1Mi' },
    });
  });

  test('uses the tag of the image, and its digest where one is set', () => {
    expect(container.image).toMatch(/^edoburu\/pgbouncer:v[\d.]+-p\d+(@sha256:[0-9a-f]{64})?$/);
    expect(container.image?.includes('@')).toBe(JSON.stringify(values).includes('sha256:'));
  });

  test('has TCP probes only, since Postgres may restart without PgBouncer', () => {
    for (const probe of [container.readinessProbe, container.livenessProbe]) {
      expect(probe).toMatchObject({ tcpSocket: { port: 'pgbouncer' } });
      expect(probe).not.toHaveProperty('exec');
      expect(probe).not.toHaveProperty('httpGet');
    }
    expect(container.startupProbe).toBeUndefined();
  });

  test('tolerates a slow image pull, and never runs two pods at once', () => {
    expect(deployment.progressDeadlineSeconds).toBeGreaterThanOrEqual(600);
    expect(deployment.strategy).toEqual({ type: 'Recreate' });
  });

  test('drains transactions before the kubelet sends SIGTERM', () => {
    const [shell, option, script] = container.lifecycle?.preStop?.exec?.command ?? [];
    expect([shell, option]).toEqual(['/bin/sh', '-c']);
    expect(script).toMatch(/^kill -INT 1; while :; do sleep \d; done$/);
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(30);
  });

  test('selects its pods by labels that no version changes', () => {
    const selector = {
      'app.kubernetes.io/name': 'pgbouncer',
      'app.kubernetes.io/instance': 'pgbouncer',
      'app.kubernetes.io/component': 'pgbouncer',
    };
    expect(deployment.selector).toEqual({ matchLabels: selector });
    expect(service.selector).toEqual(selector);
    expect(deployment.template.metadata?.labels).toMatchObject(selector);
  });

  test('mounts the passwords as files of an existing Secret', () => {
    expect(manifests.map(({ kind }) => kind)).not.toContain('Secret');
    const names = container.env?.map(({ name }) => name) ?? [];
    expect(names.filter((name) => !/^(TLS_MODE|CA_FILE)$/.test(name))).toHaveLength(2);
    expect(container.env?.slice(0, 2)).toEqual([
      { name: 'SESSION_USER', value: 'app_user' },
      { name: 'TRANSACTION_USER', value: 'app_user_pgbouncer' },
    ]);
    expect(volumes.find(({ name }) => name === 'credentials')?.secret).toMatchObject({
      defaultMode: 0o440,
      items: [{ path: 'session' }, { path: 'transaction' }],
    });
    expect(JSON.stringify(manifests)).not.toMatch(/SUPERUSER/);
  });

  test('offers two pools of one database and no other database', () => {
    expect(Object.keys(settings).sort()).toEqual(['databases', 'pgbouncer']);
    expect(Object.keys(settings.databases ?? {})).toEqual(['server_transaction', 'server']);
    const { server, server_transaction } = settings.databases ?? {};
    expect(server_transaction).toMatch(/ dbname=server pool_mode=transaction /);
    // The plain name of the database uses session pooling, which every client supports.
    expect(server).toMatch(/ dbname=server pool_mode=session /);
    // A role or a password here would be everybody's.
    expect(files['pgbouncer.ini']).not.toMatch(/\b(auth_)?(user|password|query)\s*=/);
  });

  test('requires SCRAM, and gives nobody access to more than the pools', () => {
    expect(settings.pgbouncer).toMatchObject({
      auth_type: 'scram-sha-256',
      auth_file: '/run/pgbouncer/userlist.txt',
      unix_socket_dir: '',
    });
    for (const name of ['admin_users', 'auth_query', 'auth_hba_file', 'logfile']) {
      expect(settings.pgbouncer).not.toHaveProperty(name);
    }
    const hasExporter = pod.containers.some(({ name }) => name === 'pgbouncer-exporter');
    expect(settings.pgbouncer?.stats_users).toBe(hasExporter ? 'metrics_exporter' : undefined);
  });

  test('listens on the port of its Service', () => {
    expect(service.ports).toEqual([{ name: 'pgbouncer', port: 6432, targetPort: 'pgbouncer' }]);
    expect(container.ports).toEqual([{ name: 'pgbouncer', containerPort: 6432 }]);
    expect(settings.pgbouncer?.listen_port).toBe('6432');
  });
});

test('T003: pgbouncer renders for the appliance, with the names that installed appliances depend on', async () => {
  const manifests = await render(scenarios.appliance);
  expect(
    manifests.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`),
  ).toMatchInlineSnapshot(`
    [
      "ServiceAccount msp/pgbouncer",
      "ConfigMap msp/pgbouncer-config",
      "Service msp/pgbouncer",
      "Deployment msp/pgbouncer",
    ]
  `);
  const secret = podOf(manifests).volumes?.find(({ name }) => name === 'credentials')?.secret;
  expect(secret).toMatchObject({
    secretName: 'db-credentials',
    items: [{ key: 'DB_PASSWORD_SERVER' }, { key: 'DB_PASSWORD_PGBOUNCER' }],
  });
  expect(one(manifests, 'ConfigMap').data?.['pgbouncer.ini']).toContain(
    '\nserver = host=db.msp.svc.cluster.local port=5432 dbname=server ',
  );
});

test('applies the settings in pods', async () => {
  const { fullnameOverride, replicas, pods: chosen } = scenarios.everything;
  const manifests = await render(scenarios.everything);
  const { metadata, spec } = one(manifests, 'Deployment');
  expect(metadata?.name).toBe(fullnameOverride);
  expect(spec).toMatchObject({
    replicas,
    template: { metadata: { labels: chosen.labels, annotations: chosen.annotations } },
  });
  expect(podOf(manifests)).toMatchObject({
    imagePullSecrets: [{ name: 'registry' }],
    nodeSelector: chosen.nodeSelector,
    tolerations: chosen.tolerations,
    affinity: chosen.affinity,
    priorityClassName: chosen.priorityClassName,
    volumes: expect.arrayContaining([
      {
        name: 'certificates',
        secret: {
          secretName: 'postgres-ca',
          items: [{ key: 'ca', path: 'ca.crt' }],
          defaultMode: 0o440,
        },
      },
    ]),
  });
  expect(containerOf(manifests).resources?.limits).toEqual({ cpu: '250m', memory: '256Mi' });
  expect(one(manifests, 'NetworkPolicy').spec).toEqual({
    podSelector: spec?.selector,
    policyTypes: ['Ingress'],
    ingress: [
      { from: [{ podSelector: {} }], ports: [{ port: 'pgbouncer', protocol: 'TCP' }] },
      {
        from: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'observability' } },
          },
        ],
        ports: [{ port: 'metrics', protocol: 'TCP' }],
      },
    ],
  });
});
