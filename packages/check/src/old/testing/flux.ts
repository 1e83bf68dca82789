import type { Manifest } from '@helm-charts/types';

const kept = { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' };

/** A HelmRelease that breaks no rule. */
export const helmRelease = (name: string, dependsOn: readonly string[] = []): Manifest => ({
  apiVersion: 'helm.toolkit.fluxcd.io/v2',
  kind: 'HelmRelease',
  metadata: { name, namespace: 'releases', annotations: kept },
  spec: {
    interval: '30m',
    timeout: '10m',
    releaseName: name,
    targetNamespace: 'msp',
    chart: {
      spec: {
        chart: `./charts/${name}`,
        reconcileStrategy: 'ChartVersion',
        sourceRef: { kind: 'GitRepository', name: 'repository', namespace: 'flux-system' },
      },
    },
    install: { strategy: { name: 'RetryOnFailure' } },
    upgrade: { strategy: { name: 'RetryOnFailure' } },
    driftDetection: { mode: 'warn', ignore: [{ paths: [''], target: { kind: 'Job' } }] },
    dependsOn: dependsOn.map((dependency) => ({
      name: dependency,
      readyExpr:
        "dep.spec.values.global.release == self.spec.values.global.release && dep.metadata.generation == dep.status.observedGeneration && dep.status.conditions.exists(c, c.type == 'Ready' && c.status == 'True')",
    })),
    valuesFrom: [{ kind: 'ConfigMap', name: `${name}-values-5b2tc7h842` }],
    values: { global: { release: '1.0.0' } },
  },
});

/** What Flux applies for some releases. */
export const fluxObjects = (releases: readonly Manifest[]): readonly Manifest[] => [
  ...['releases', 'msp'].map(
    (name): Manifest => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name,
        annotations: kept,
        labels: { 'pod-security.kubernetes.io/enforce': 'baseline' },
      },
    }),
  ),
  {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: { name: 'repository', namespace: 'flux-system' },
    spec: { url: 'https://git.example.com/repository.git', interval: '1h' },
  },
  {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: 'releases', namespace: 'flux-system' },
    spec: {
      path: './flux-profiles/site/releases',
      sourceRef: { kind: 'GitRepository', name: 'repository' },
      deletionPolicy: 'Orphan',
      retryInterval: '1m',
      wait: false,
    },
  },
  ...releases.map(
    ({ metadata }): Manifest => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: `${metadata.name}-values-5b2tc7h842`,
        namespace: 'releases',
        labels: { 'reconcile.fluxcd.io/watch': 'Enabled' },
      },
      data: { 'values.yaml': 'replicas: 1\n' },
    }),
  ),
  ...releases,
];
