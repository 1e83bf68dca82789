import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEngine } from '@helm-charts/engine';
import { type Cluster, objectsAt } from '@helm-charts/kubernetes';
import { simulate, treeInput } from '@helm-charts/pipeline';
import { manifestId } from '@helm-charts/types';
import { describe, expect, test } from 'vitest';
import { profile } from './profile.ts';
import { allows, type End, policiesIn, type Traffic, withoutEachPeer } from './testing/policy.ts';

const workspaceRoot = join(import.meta.dirname, '../../..');
const engine = openEngine({ workspaceRoot });

/** The cluster of the profile, or of its air-gapped variant. */
const clusterOf = async (folder: string): Promise<Cluster> => {
  const out = await mkdtemp(join(tmpdir(), 'network-'));
  const directory = join(import.meta.dirname, '..', folder);
  const lockFile = join(directory, 'charts.lock.json');
  const { clusters } = await simulate(
    treeInput({ workspaceRoot, directory, out, lockFile }),
    engine,
  );
  await rm(out, { recursive: true });
  return clusters[0]!;
};

/** What pods must be able to do, from the edges of the cluster: a pod or its ConfigMap names a Service, which selects pods. */
const trafficOf = ({ edges, pods, services }: Cluster): readonly Traffic[] =>
  edges
    .filter(({ kind, to }) => kind === 'address' && to.startsWith('Service '))
    .flatMap(({ from, to, part }) => {
      const service = services.find(({ object }) => manifestId(object.manifest) === to)!;
      const users = new Set([
        from,
        ...edges.filter((edge) => edge.kind === 'configMap' && edge.to === from).map((e) => e.from),
      ]);
      const clients = pods.filter(({ object }) => users.has(manifestId(object.manifest)));
      const port = service.ports.find((one) => String(one.port) === part);
      if (port === undefined) return [];
      const backs = pods.filter(
        (pod) =>
          pod.namespace === service.namespace &&
          Object.entries(service.selector).every(([key, value]) => pod.labels[key] === value),
      );
      const targets = backs.length > 0 ? backs.map(({ labels }) => labels) : [service.selector];
      const own = port.targetPort ?? port.port;
      const named = backs
        .flatMap(({ containers }) => containers.flatMap(({ fields }) => objectsAt(fields, 'ports')))
        .find(({ name }) => name === own);
      return clients.flatMap((client) =>
        targets.map((target) => ({
          // Labels are texts.
          from: client.labels as End,
          to: target as End,
          port: (named?.containerPort ?? own) as number,
        })),
      );
    });

const podOf = ({ pods }: Cluster, name: string): End => {
  const pod = pods.find(({ object }) => object.manifest.metadata.name.startsWith(name));
  // Labels are texts.
  return pod!.labels as End;
};

const labels = (name: string, instance: string, component: string): End => ({
  'app.kubernetes.io/name': name,
  'app.kubernetes.io/instance': instance,
  'app.kubernetes.io/component': component,
});

/** The pods of the official chart, which connect to each other by their addresses. */
const official = ['frontend', 'history', 'matching', 'worker', 'database'].map((component) =>
  labels('temporal', 'temporal', component),
);
const officialTraffic: readonly Traffic[] = official.flatMap((from) => [
  { from, to: labels('sebastian', 'alga-core', 'db'), port: 5432 },
  ...official.map((to) => ({ from, to, port: 7234 })),
]);

const variants = [
  { name: 'the profile', cluster: await clusterOf('.'), more: officialTraffic },
  { name: 'the air-gapped variant', cluster: await clusterOf('airgap'), more: [] },
];

describe.each(variants)('$name', ({ cluster, more }) => {
  const policies = policiesIn(cluster.objects.map(({ manifest }) => manifest));
  const server = podOf(cluster, 'alga-core-sebastian');
  const connecting = profile.definition.network!.internet.map((name) => podOf(cluster, name));
  const edges = trafficOf(cluster);
  const required: readonly Traffic[] = [
    ...edges,
    ...more,
    { from: 'outside', to: podOf(cluster, 'alga-core-sebastian-tls'), port: 8443 },
    ...connecting.map((from) => ({ from, to: 'outside' as const, port: 443 })),
    { from: server, to: 'dns', port: 53 },
    { from: server, to: 'dns', port: 53, protocol: 'UDP' },
  ];
  const denied = (some: typeof policies) => required.filter((traffic) => !allows(some, traffic));

  test('the cluster has edges between its pods', () => {
    expect(edges.length).toBeGreaterThan(15);
  });

  test('each edge has a policy that allows it', () => {
    expect(denied(policies)).toEqual([]);
  });

  test('each peer of each policy has an edge, which is denied without it', () => {
    const variants = withoutEachPeer(policies);
    expect(variants.length).toBeGreaterThan(30);
    const needless = variants.filter(([, some]) => denied(some).length === denied(policies).length);
    expect(needless.map(([name]) => name)).toEqual([]);
  });

  test('every other connection between pods is denied', () => {
    const ports = [...new Set(edges.map(({ port }) => port))];
    const open = cluster.pods.flatMap((from) =>
      cluster.pods.flatMap((to) =>
        ports
          .map((port): Traffic => ({ from: from.labels as End, to: to.labels as End, port }))
          .filter((traffic) => allows(policies, traffic)),
      ),
    );
    const key = (traffic: Traffic) => JSON.stringify(traffic);
    const wanted = new Set(edges.map(key));
    expect(open.filter((one) => !wanted.has(key(one)))).toEqual([]);
  });

  test('only the pods that need the Internet reach it, and only the TLS terminator is reached from outside', () => {
    const reach = (traffic: (pod: End) => Traffic) =>
      cluster.pods
        .filter(({ labels }) => allows(policies, traffic(labels as End)))
        .map(({ object }) => object.manifest.metadata.name)
        .toSorted();
    expect(reach((from) => ({ from, to: 'outside', port: 443 }))).toEqual(
      profile.definition.network!.internet.toSorted(),
    );
    for (const port of [3000, 5432, 6379, 6432, 7233, 8080, 8443, 4000]) {
      expect(reach((to) => ({ from: 'outside', to, port }))).toEqual(
        port === 8443 ? ['alga-core-sebastian-tls'] : [],
      );
    }
  });

  test('they are in the namespace of the pods', () => {
    const namespaces = new Set(policies.map(({ metadata }) => metadata?.namespace));
    expect([...namespaces]).toEqual(['msp']);
    expect(new Set(cluster.pods.map(({ namespace }) => namespace))).toEqual(namespaces);
  });
});
