import { workspace } from '@helm-charts/testing/tiny-chart';
import { expect, test } from 'vitest';
import { render } from '../render.ts';
import { printReport } from '../report.ts';

const source = `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: flux-system, namespace: flux-system}
spec: {interval: 1m, url: "https://git.example.com/team/fleet.git", ref: {branch: main}}
---
`;

const kustomization = (
  name: string,
  path: string,
): string => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: ${name}, namespace: flux-system}
spec: {interval: 10m, path: ${path}, prune: true, sourceRef: {kind: GitRepository, name: flux-system}}
`;

const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: demo}\n---\n';

/** The findings and the summary of a tree whose Kustomization applies these objects. */
const rendered = async (
  objects: string,
  files: Readonly<Record<string, string>> = {},
  target = {},
): Promise<string> => {
  const root = await workspace({
    ...files,
    'clusters/c1/sync.yaml': source + kustomization('flux-system', './clusters/c1'),
    'clusters/c1/apps.yaml': kustomization('apps', './apps'),
    'apps/x.yaml': namespace + objects,
  });
  const report = await render({ workspace: root, root: 'clusters/c1' }, { target });
  return printReport(report).replace(/^ {2}\d\..*\n/gm, '');
};

test('objects of all kinds of Kubernetes and Flux have schemas', async () => {
  const objects = `apiVersion: resource.k8s.io/v1
kind: ResourceClaimTemplate
metadata: {name: gpu, namespace: demo}
spec: {spec: {devices: {requests: [{name: gpu, exactly: {deviceClassName: gpu.example.com}}]}}}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: app, namespace: demo}
spec: {image: ghcr.io/example/app, interval: 1h}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: app, namespace: demo}
spec: {imageRepositoryRef: {name: app}, polizy: {semver: {range: 1.x}}}
---
apiVersion: flowcontrol.apiserver.k8s.io/v1
kind: FlowSchema
metadata: {name: f}
spec: {priorityLevelConfiguration: {name: exempt}, rulez: []}
`;
  expect(await rendered(objects)).toMatchInlineSnapshot(`
    "error apps/x.yaml:20: FlowSchema f: spec: additional property 'rulez' not allowed. [schema]
    error apps/x.yaml:15: ImagePolicy demo/app: spec: additional property 'polizy' not allowed. [schema]
    error apps/x.yaml:15: ImagePolicy demo/app: spec: missing property 'policy'. [schema]
    clusters/c1: 0 releases, 8 manifests, 3 findings (exit code 1)
    "
  `);
});

test('so have those of projects that most clusters add', async () => {
  const objects = `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: web, namespace: demo}
spec: {secretName: web-tls, dnsNames: [web.example.com], issuerReff: {name: ca}}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: db, namespace: demo}
spec: {secretStoreRef: {name: vault, kind: Store}, data: [{secretKey: a, remoteRef: {key: b}}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web, namespace: demo}
spec: {rules: [{backendRefs: [{name: web, port: "80"}]}]}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: web, namespace: demo}
spec: {selector: {matchLabels: {app: web}}, endpoints: [{port: http, intervall: 30s}]}
---
apiVersion: fluxcd.controlplane.io/v1
kind: ResourceSetInputProvider
metadata: {name: teams, namespace: demo}
spec: {type: Statik}
`;
  expect(await rendered(objects)).toMatchInlineSnapshot(`
    "error apps/x.yaml:5: Certificate demo/web: spec: additional property 'issuerReff' not allowed. [schema]
    error apps/x.yaml:5: Certificate demo/web: spec: missing property 'issuerRef'. [schema]
    error apps/x.yaml:10: ExternalSecret demo/db: spec.secretStoreRef.kind: value must be one of 'SecretStore', 'ClusterSecretStore'. [schema]
    error apps/x.yaml:25: ResourceSetInputProvider demo/teams: spec.type: value must be one of 'Static', 'GitHubBranch', 'GitHubTag', 'GitHubPullRequest', 'GitLabBranch', 'GitLabTag', 'GitLabMergeRequest', 'GitLabEnvironment', 'AzureDevOpsBranch', 'AzureDevOpsTag', 'AzureDevOpsPullRequest', 'AWSCodeCommitBranch', 'AWSCodeCommitTag', 'AWSCodeCommitPullRequest', 'GiteaBranch', 'GiteaTag', 'GiteaPullRequest', 'OCIArtifactTag', 'ACRArtifactTag', 'ECRArtifactTag', 'GARArtifa…. [schema]
    error apps/x.yaml:15: HTTPRoute demo/web: spec.rules[0].backendRefs[0].port: got string, want integer. [schema]
    error apps/x.yaml:20: ServiceMonitor demo/web: spec.endpoints[0]: additional property 'intervall' not allowed. [schema]
    error apps/x.yaml:15: HTTPRoute demo/web: spec.rules[0].backendRefs[0].name: Service demo/web is missing, so the request fails; correct the name, or add the Service. [backend-missing]
    clusters/c1: 0 releases, 9 manifests, 7 findings (exit code 1)
    "
  `);
});

const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: certificates.cert-manager.io}
spec:
  group: cert-manager.io
  names: {kind: Certificate, plural: certificates}
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {ofThisCluster: {type: string}}}}}}
---
`;

const certificate = `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: web, namespace: demo}
spec: {ofThisCluster: 1}
`;

test('a definition that the tree applies, or that a chart renders, comes before these schemas', async () => {
  expect(await rendered(definition + certificate)).toContain('want string. [schema]');
  const files = {
    'charts/issuer/Chart.yaml': 'apiVersion: v2\nname: issuer\nversion: 1.0.0\n',
    'charts/issuer/templates/crd.yaml': definition,
  };
  const release = `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: issuer, namespace: demo}
spec: {interval: 1h, chart: {spec: {chart: ./charts/issuer, sourceRef: {kind: GitRepository, name: flux-system, namespace: flux-system}}}}
---
`;
  const said = await rendered(release + certificate, files);
  expect(said).toContain('spec.ofThisCluster: got number, want string. [schema]');
  expect(said).not.toContain("missing property 'secretName'");
  expect(await rendered(certificate)).toContain("additional property 'ofThisCluster' not allowed");
});

test('objects are for the target of the option, else that of the configuration', async () => {
  const objects = `apiVersion: notification.toolkit.fluxcd.io/v1
kind: Provider
metadata: {name: chat, namespace: demo}
spec: {type: slack}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: demo}
spec:
  serviceName: db
  selector: {matchLabels: {app: db}}
  updateStrategy: {type: Recreate}
  template: {metadata: {labels: {app: db}}, spec: {containers: [{name: db, image: db}]}}
`;
  const next = {
    'helm-charts.config.ts': "export default { target: { kubernetes: '1.37', flux: '2.10' } };\n",
  };
  expect(await rendered(objects)).toMatchInlineSnapshot(`
    "error apps/x.yaml:10: StatefulSet demo/db: spec.updateStrategy.type: value must be one of '', 'OnDelete', 'RollingUpdate'. [schema]
    error apps/x.yaml:5: Provider demo/chat: apiVersion: Flux 2.9 does not serve Provider of notification.toolkit.fluxcd.io/v1, so the API server rejects the object; use Provider of notification.toolkit.fluxcd.io/v1beta3. [api-not-served]
    warning apps/x.yaml:10: StatefulSet demo/db: spec.serviceName: Service demo/db is missing, so the pods have no host names of their own; correct the name, or add the Service. [governing-service]
    clusters/c1: 0 releases, 6 manifests, 2 findings, 1 warning (exit code 1)
    "
  `);
  expect(await rendered(objects, next)).toMatchInlineSnapshot(`
    "warning apps/x.yaml:10: StatefulSet demo/db: spec.serviceName: Service demo/db is missing, so the pods have no host names of their own; correct the name, or add the Service. [governing-service]
      for Kubernetes 1.37.2 and Flux 2.10
    clusters/c1: 0 releases, 6 manifests, 0 findings, 1 warning
    "
  `);
  expect(await rendered(objects, next, { flux: '2.9' })).toMatchInlineSnapshot(`
    "error apps/x.yaml:5: Provider demo/chat: apiVersion: Flux 2.9 does not serve Provider of notification.toolkit.fluxcd.io/v1, so the API server rejects the object; use Provider of notification.toolkit.fluxcd.io/v1beta3. [api-not-served]
    warning apps/x.yaml:10: StatefulSet demo/db: spec.serviceName: Service demo/db is missing, so the pods have no host names of their own; correct the name, or add the Service. [governing-service]
      for Kubernetes 1.37.2 and Flux 2.9
    clusters/c1: 0 releases, 6 manifests, 1 finding, 1 warning (exit code 1)
    "
  `);
});

test('a HelmRelease of Flux 2.10 may describe an OCIRepository', async () => {
  const release = `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: web, namespace: demo}
spec: {interval: 1h, chart: {kind: OCIRepository, spec: {url: "oci://registry.example.com/charts/web", ref: {tag: 1.0.0}}}}
`;
  expect(await rendered(release, {}, { flux: '2.10' })).toMatchInlineSnapshot(`
    "warning apps/x.yaml:8: HelmRelease demo/web: spec.chart.spec: its chart 1.0.0 of oci://registry.example.com/charts/web is not available locally, so nothing of the release is rendered or checked; run helm-charts fetch. [not-rendered]
      for Kubernetes 1.36.3 and Flux 2.10
    clusters/c1: 1 release, 5 manifests, 0 findings, 1 warning; not rendered: 1 release whose chart is not available locally (run helm-charts fetch)
    "
  `);
  expect(await rendered(release)).toContain("'kind' not allowed");
});
