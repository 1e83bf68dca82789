import { join } from 'node:path';
import { openEngine } from '@helm-charts/engine';
import { generateChart } from '@helm-charts/generate';
import { workspace } from '@helm-charts/testing/tiny-chart';
import {
  component,
  defineChart,
  image,
  type Manifest,
  map,
  named,
  names,
  object,
  printFinding,
  quantity,
  restrictedContainer,
  string,
  text,
} from '@helm-charts/types';
import { expect, test } from 'vitest';
import { pods } from './pod.ts';
import { rbac } from './rbac.ts';
import { headlessService, service } from './service.ts';
import { statefulSet } from './stateful-set.ts';
import { daemonSet, serviceAccount, testPod } from './workload.ts';

const values = object('Settings.', {
  pods,
  image: image('The server.', { repository: 'example.com/feed', tag: '1' }),
  size: quantity('Size of the volume.', { default: '1Gi' }),
  annotations: map('Annotations of the Service.', string('An annotation.')),
});

const server = component('server');
const agent = component('agent', names.withSuffix('agent'));
const peers = named(server, names.withSuffix('peers'));

const chart = defineChart({
  name: 'feed',
  description: 'A chart of a test.',
  version: '1.0.0',
  appVersion: '1',
  values,
  scenarios: {},
  notes: () => text`Done.`,
  manifests: (v) => {
    const container = restrictedContainer({
      name: 'server',
      image: v.image,
      writableRoot: true,
      securityContext: { capabilities: { add: ['NET_BIND_SERVICE'] } },
      ports: [
        { name: 'http', containerPort: 80 },
        { name: 'https', containerPort: 443 },
      ],
      volumeMounts: [{ name: 'data', mountPath: '/data' }],
    });
    const { pods } = v;
    const look = restrictedContainer({ name: 'look', image: v.image, command: ['look'] });
    const looking = { pods, user: 1000, spec: { containers: [look] } };
    return {
      server: [
        serviceAccount(server),
        statefulSet(server, {
          pods,
          user: 1000,
          apiToken: true,
          securityContext: { supplementalGroups: [2000] },
          replicas: 3,
          serviceName: peers.name,
          claims: [{ name: 'data', size: v.size }],
          spec: { containers: [container] },
        }),
        headlessService(peers, { name: 'http', port: 80 }),
        service(
          server,
          [
            { name: 'http', port: 80 },
            { name: 'https', port: 443 },
          ],
          { type: 'LoadBalancer', annotations: v.annotations },
        ),
      ],
      agent: daemonSet(agent, looking),
      access: rbac(server, {
        rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }],
        clusterRules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['list'] }],
      }),
      'tests/connection': testPod(component('test', names.withSuffix('test')), looking),
    };
  },
});

/** The objects that Helm makes of the chart, after the schemas of their kinds were asked. */
const render = async (overlay: { readonly annotations?: Readonly<Record<string, string>> }) => {
  const { value: files = [], findings } = generateChart(chart, {
    definitions: { 'io.k8s.api.core.v1.Toleration': {}, 'io.k8s.api.core.v1.Affinity': {} },
    read: () => undefined,
  });
  expect(findings.map(printFinding)).toEqual([]);
  const root = await workspace(
    Object.fromEntries(files.map(({ path, content }) => [`feed/${path}`, content])),
  );
  const engine = openEngine({ workspaceRoot: root });
  const [rendered] = await engine.render([
    { name: 'feed', namespace: 'shop', chart: join(root, 'feed'), values: overlay },
  ]);
  expect(rendered?.findings.map(printFinding)).toEqual([]);
  const documents = rendered?.value?.documents ?? [];
  expect((await engine.validate(documents, 'feed')).map(printFinding)).toEqual([]);
  return documents;
};

const find = (documents: Awaited<ReturnType<typeof render>>, kind: string): Manifest | undefined =>
  documents.find(({ manifest }) => manifest.kind === kind)?.manifest;

test('a StatefulSet has replicas, volume claim templates, a headless Service and the options of its pod', async () => {
  const documents = await render({ annotations: { 'example.com/pool': 'a' } });
  const set = find(documents, 'StatefulSet');
  expect(set?.spec).toMatchObject({
    replicas: 3,
    serviceName: 'feed-peers',
    volumeClaimTemplates: [{ metadata: { name: 'data' } }],
    template: {
      spec: {
        automountServiceAccountToken: true,
        securityContext: { runAsNonRoot: true, supplementalGroups: [2000] },
        containers: [
          {
            securityContext: {
              allowPrivilegeEscalation: false,
              readOnlyRootFilesystem: false,
              capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] },
            },
          },
        ],
      },
    },
  });
  const services = documents.filter(({ manifest }) => manifest.kind === 'Service');
  expect(services.map(({ manifest: { metadata, spec } }) => [metadata, spec])).toMatchObject([
    [{ name: 'feed-peers' }, { clusterIP: 'None', publishNotReadyAddresses: true }],
    [{ name: 'feed', annotations: { 'example.com/pool': 'a' } }, { type: 'LoadBalancer' }],
  ]);
});

test('roles are bound to the ServiceAccount of the pods, and names of cluster-scoped objects contain the namespace', async () => {
  const documents = await render({});
  const subjects = [{ kind: 'ServiceAccount', name: 'feed', namespace: 'shop' }];
  expect(find(documents, 'RoleBinding')).toMatchObject({ roleRef: { name: 'feed' }, subjects });
  expect(find(documents, 'ClusterRoleBinding')).toMatchObject({
    metadata: { name: 'shop-feed' },
    roleRef: { kind: 'ClusterRole', name: 'shop-feed' },
    subjects,
  });
  expect(find(documents, 'ClusterRole')?.metadata).not.toHaveProperty('namespace');
});

test('a test pod is a hook in templates/tests, and a DaemonSet replaces one pod at a time', async () => {
  const documents = await render({});
  const pod = documents.find(({ manifest }) => manifest.kind === 'Pod');
  expect(pod?.source).toContain('templates/tests/connection.yaml');
  expect(pod?.manifest).toMatchObject({
    metadata: {
      name: 'feed-test',
      annotations: {
        'helm.sh/hook': 'test',
        'helm.sh/hook-delete-policy': 'before-hook-creation,hook-succeeded',
      },
    },
    spec: { restartPolicy: 'Never', automountServiceAccountToken: false },
  });
  expect(find(documents, 'DaemonSet')?.spec).toMatchObject({
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
  });
});
