import { defaultTarget, parseManifests, type Target, targetOf } from '@helm-charts/kubernetes';
import { type Finding, objectIdOf, printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { withServedApis } from './served.ts';

const next = targetOf({ kubernetes: '1.37', flux: '2.10' }).value ?? defaultTarget;

const said = (
  apis: readonly string[],
  target: Target = defaultTarget,
  more: readonly string[] = [],
  unknown: readonly string[] = [],
): readonly string[] => {
  const text = apis.map((api) => {
    const at = api.lastIndexOf('/');
    return `apiVersion: ${api.slice(0, at)}\nkind: ${api.slice(at + 1)}\nmetadata: { name: a }\n`;
  });
  const { documents } = parseManifests(text.join('---\n'), 'a.yaml', (template) => template);
  const findings = documents
    .map(({ manifest }) => objectIdOf(manifest))
    .filter(({ apiVersion, kind }) => unknown.includes(`${apiVersion}/${kind}`))
    .map(
      (object): Finding => ({
        rule: 'unknown-kind',
        severity: 'error',
        object,
        message: 'there is no schema',
      }),
    );
  return withServedApis(documents, findings, target, more).map(printFinding);
};

test('says which APIs the target does not serve, and which are deprecated', () => {
  const apis = [
    'apps/v1/Deployment',
    'policy/v1beta1/PodDisruptionBudget',
    'v1/Endpoints',
    'resource.k8s.io/v1beta1/ResourceClaim',
    'example.com/v1/Thing',
    'snapshot.storage.k8s.io/v1/VolumeSnapshot',
    'helm.toolkit.fluxcd.io/v2/HelmRelease',
    'kustomize.toolkit.fluxcd.io/v1beta2/Kustomization',
    'source.extensions.fluxcd.io/v1beta1/ArtifactGenerator',
  ];
  expect(said(apis)).toMatchInlineSnapshot(`
    [
      "error a.yaml: PodDisruptionBudget a: apiVersion: Kubernetes 1.25 has removed PodDisruptionBudget of policy/v1beta1, so Kubernetes 1.36 rejects the object; use PodDisruptionBudget of policy/v1. [api-not-served]",
      "warning a.yaml: Endpoints a: apiVersion: Endpoints of v1 is deprecated since Kubernetes 1.33; use EndpointSlice of discovery.k8s.io/v1. [api-deprecated]",
      "warning a.yaml: ResourceClaim a: apiVersion: Kubernetes 1.36 does not serve ResourceClaim of resource.k8s.io/v1beta1 with default settings; write resource.k8s.io/v1, or turn it on with --runtime-config=resource.k8s.io/v1beta1=true of the API server, and name it in apiVersions of the cluster. [api-not-served]",
      "error a.yaml: Kustomization a: apiVersion: Flux 2.9 does not serve Kustomization of kustomize.toolkit.fluxcd.io/v1beta2, so the API server rejects the object; use Kustomization of kustomize.toolkit.fluxcd.io/v1. [api-not-served]",
    ]
  `);
});

test('an API may be removed by the next version of Kubernetes, or added by the next one of Flux', () => {
  const apis = [
    'networking.k8s.io/v1beta1/IPAddress',
    'scheduling.k8s.io/v1alpha2/PodGroup',
    'notification.toolkit.fluxcd.io/v1/Alert',
  ];
  expect(said(apis)).toMatchInlineSnapshot(`
    [
      "warning a.yaml: IPAddress a: apiVersion: Kubernetes 1.36 does not serve IPAddress of networking.k8s.io/v1beta1 with default settings; write networking.k8s.io/v1, or turn it on with --runtime-config=networking.k8s.io/v1beta1=true of the API server, and name it in apiVersions of the cluster. [api-not-served]",
      "warning a.yaml: PodGroup a: apiVersion: Kubernetes 1.36 does not serve PodGroup of scheduling.k8s.io/v1alpha2 with default settings; turn it on with --runtime-config=scheduling.k8s.io/v1alpha2=true of the API server, and name it in apiVersions of the cluster. [api-not-served]",
      "error a.yaml: Alert a: apiVersion: Flux 2.9 does not serve Alert of notification.toolkit.fluxcd.io/v1, so the API server rejects the object; use Alert of notification.toolkit.fluxcd.io/v1beta3. [api-not-served]",
    ]
  `);
  expect(said(apis, next)).toMatchInlineSnapshot(`
    [
      "error a.yaml: IPAddress a: apiVersion: Kubernetes 1.37 has removed IPAddress of networking.k8s.io/v1beta1, so Kubernetes 1.37 rejects the object; use IPAddress of networking.k8s.io/v1. [api-not-served]",
      "warning a.yaml: PodGroup a: apiVersion: Kubernetes 1.37 does not serve PodGroup of scheduling.k8s.io/v1alpha2 with default settings; turn it on with --runtime-config=scheduling.k8s.io/v1alpha2=true of the API server, and name it in apiVersions of the cluster. [api-not-served]",
    ]
  `);
});

test('a cluster serves what its API server is told to, and what definitions in the tree add', () => {
  const api = 'resource.k8s.io/v1beta1/ResourceClaim';
  expect(said([api], defaultTarget, [api])).toEqual([]);
  const own = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: kustomizations.kustomize.toolkit.fluxcd.io }
spec:
  group: kustomize.toolkit.fluxcd.io
  names: { kind: Kustomization }
  versions: [{ name: v1beta2, served: true }]
---
apiVersion: kustomize.toolkit.fluxcd.io/v1beta2
kind: Kustomization
metadata: { name: a }
`;
  const { documents } = parseManifests(own, 'a.yaml', (template) => template);
  expect(withServedApis(documents, [], defaultTarget)).toEqual([]);
});

test('replaces the finding that a kind has no schema', () => {
  const apis = [
    'policy/v1beta1/PodDisruptionBudget',
    'apps/v9/Deployment',
    'apps/v1/Deploiment',
    'scheduling.k8s.io/v1alpha2/PodGroup',
  ];
  expect(said(apis, next, [], apis)).toMatchInlineSnapshot(`
    [
      "error a.yaml: PodDisruptionBudget a: apiVersion: Kubernetes 1.25 has removed PodDisruptionBudget of policy/v1beta1, so Kubernetes 1.37 rejects the object; use PodDisruptionBudget of policy/v1. [api-not-served]",
      "error a.yaml: Deployment a: apiVersion: Kubernetes 1.37 has no Deployment of apps/v9, so it rejects the object; use Deployment of apps/v1. [api-not-served]",
      "error a.yaml: Deploiment a: apiVersion: Kubernetes 1.37 has no Deploiment of apps/v1, so it rejects the object; did you mean Deployment? [api-not-served]",
      "error a.yaml: PodGroup a: apiVersion: Kubernetes 1.37 has no PodGroup of scheduling.k8s.io/v1alpha2, so it rejects the object. [api-not-served]",
    ]
  `);
});
