import { expect, test } from 'vitest';
import { orSkip } from '../servers/missing.ts';
import { isRunning } from '../servers/running.ts';
import { type Cluster, startCluster } from './cluster.ts';
import type { Component } from './components.ts';

const fleet = {
  'apps/release.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: web
  namespace: default
spec:
  interval: 1m
  chart:
    spec:
      chart: charts/web
      reconcileStrategy: Revision
      sourceRef:
        kind: GitRepository
        name: fleet
        namespace: flux-system
`,
  'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'charts/web/templates/deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: registry.invalid/web:1
          volumeMounts: [{ name: data, mountPath: /data }]
      volumes:
        - name: data
          persistentVolumeClaim: { claimName: data }
`,
  'charts/web/templates/claim.yaml': `apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: data
spec:
  accessModes: [ReadWriteOnce]
  resources: { requests: { storage: 1Gi } }
`,
  'charts/web/templates/job.yaml': `apiVersion: batch/v1
kind: Job
metadata:
  name: once
spec:
  template:
    spec:
      restartPolicy: Never
      containers: [{ name: once, image: registry.invalid/once:1 }]
`,
};

const sources = (url: string): string => `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata:
  name: fleet
  namespace: flux-system
spec:
  interval: 1m
  url: ${url}
  ref: { branch: main }
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: apps
  namespace: flux-system
spec:
  interval: 1m
  prune: true
  wait: true
  path: ./apps
  sourceRef: { kind: GitRepository, name: fleet }
`;

const strict =
  '{ apiVersion: v1, kind: Namespace, metadata: { name: strict, labels: { pod-security.kubernetes.io/enforce: restricted } } }';

const pod =
  '{ apiVersion: v1, kind: Pod, metadata: { name: p, namespace: strict }, spec: { containers: [{ name: c, image: registry.invalid/c }] } }';

test('enforces admission, installs a chart from Git, and continues after crashes', async (context) => {
  await using cluster = await orSkip(context, startCluster({ flux: false }));
  await expect(cluster.list('helmreleases')).rejects.toThrow("doesn't have a resource type");
  expect(() => cluster.pid('source-controller')).toThrow('source-controller has not been started.');
  await cluster.startFlux();
  expect(await cluster.list('helmreleases')).toEqual([]);
  expect((await fetch(`http://${cluster.registry}/v2/`)).status).toBe(200);

  await cluster.apply(strict);
  // The API server checks the ServiceAccount before Pod Security.
  await expect
    .poll(() => cluster.list('serviceaccounts', 'strict'), { timeout: 30_000 })
    .toHaveLength(1);
  await expect(cluster.apply(pod)).rejects.toThrow('violates PodSecurity "restricted:latest"');

  const repository = await cluster.git.repository('fleet');
  await repository.commit(fleet);
  await cluster.apply(sources(repository.url));
  await cluster.ready('kustomization/apps', 'flux-system');
  await cluster.ready('helmrelease/web', 'default');
  await cluster.ready('deployment/web', 'default', { condition: 'Available' });
  await cluster.ready('job/once', 'default', { condition: 'Complete' });
  expect(await cluster.get('persistentvolumeclaim/data', 'default')).toMatchObject({
    status: { phase: 'Bound' },
  });
  expect(await cluster.get('node/talos-1')).toMatchObject({
    status: { nodeInfo: { kubeletVersion: expect.stringContaining('kwok') } },
  });

  const before = await pods(cluster);
  for (const component of crashing) {
    const pid = cluster.pid(component);
    await cluster.kill(component);
    expect(isRunning(pid)).toBe(false);
  }
  await expect(cluster.get('helmrelease/web', 'default')).rejects.toThrow('refused');
  for (const component of crashing) await cluster.restart(component);
  await cluster.reconcile('helmrelease/web', 'default');
  expect(await pods(cluster)).toEqual(before);

  const changed = fleet['charts/web/templates/deployment.yaml'].replace('web:1', 'web:2');
  const commit = await repository.commit({ 'charts/web/templates/deployment.yaml': changed });
  expect(await cluster.reconcile('gitrepository/fleet', 'flux-system')).toMatchObject({
    status: { artifact: { revision: `main@sha1:${commit}` } },
  });
  await expect
    .poll(() => cluster.get('deployment/web', 'default'), { timeout: 120_000 })
    .toMatchObject({
      spec: { template: { spec: { containers: [{ image: 'registry.invalid/web:2' }] } } },
    });
});

const crashing = ['etcd', 'kube-apiserver', 'helm-controller'] as const satisfies Component[];

const pods = async (cluster: Cluster): Promise<readonly string[]> => {
  const found = await cluster.list('pods', 'default');
  return found.map(({ metadata }) => metadata.uid).sort();
};
