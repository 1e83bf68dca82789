import { beforeEach, expect, test, vi } from 'vitest';
import {
  bootstrap,
  container,
  deployment,
  job,
  kustomization,
  namespace,
  said,
  saidWithoutRules,
  whole,
} from '../testing/api-tree.ts';

beforeEach(() => {
  vi.stubEnv('HELM_CHARTS_APISERVER', '');
  return () => vi.unstubAllEnvs();
});

test('a variable twice is refused by server-side apply', async () => {
  const files = { 'apps/j.yaml': namespace() + job('{ name: PGDATABASE, value: b }') };
  expect(await said(files)).toEqual([
    expect.stringMatching(/^error apps\/j.yaml.* Job demo\/j: .*env\[2\]: .*PGDATABASE/),
  ]);
});

test('names, labels and keys are those that the API server accepts', async () => {
  const text = `${namespace()}apiVersion: v1
kind: ConfigMap
metadata: { name: Web_Config, namespace: demo }
data: { a: b }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: ok, namespace: demo, labels: { version: "1.0+build 7" } }
data: { "bad key!": b }
`;
  expect(
    (await said({ 'apps/x.yaml': text })).map((line) => line.slice(0, 100)),
  ).toMatchInlineSnapshot(`
    [
      "error apps/x.yaml:7: ConfigMap demo/Web_Config: metadata.name: Invalid value: "Web_Config": a lowerc",
      "error apps/x.yaml:12: ConfigMap demo/ok: metadata.labels: Invalid value: "1.0+build 7": a valid labe",
      "error apps/x.yaml:13: ConfigMap demo/ok: data["bad key!"]: Invalid value: "bad key!": a valid config",
    ]
  `);
});

test('an object that is merged into another one is not validated as a creation', async () => {
  const text = (way: string) =>
    namespace() + deployment('{ replicas: 3 }', `kustomize.toolkit.fluxcd.io/ssa: ${way}`);
  const refused = async (way: string) =>
    (await said({ 'apps/x.yaml': text(way) })).filter((line) => line.includes('[api]')).length;
  expect(await refused('Merge')).toBe(0);
  expect(await refused('IfNotPresent')).toBeGreaterThan(0);
});

test('what Flux learns in the cluster gives no error, and other fields are validated', async () => {
  const more = '  postBuild: { substituteFrom: [{ kind: Secret, name: settings }] }\n';
  const spec = whole(
    `"\${REPLICAS}"`,
    container(
      `, ports: [{ containerPort: "\${PORT}" }, { containerPort: 70000 }], resources: { limits: { memory: "\${MEMORY}" } }`,
    ),
  );
  const text = namespace() + deployment(spec);
  const findings = await said({ 'apps/x.yaml': text }, more);
  expect(findings.filter((line) => line.startsWith('error'))).toMatchInlineSnapshot(`
    [
      "error apps/x.yaml:8: Deployment demo/web: spec.template.spec.containers[0].ports[1].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive. [api]",
    ]
  `);
});

test('another cluster has its own namespaces', async () => {
  const pod =
    namespace('pod-security.kubernetes.io/enforce: baseline') +
    deployment(whole('1', container(', securityContext: { privileged: true }')));
  const other = '  kubeConfig: { secretRef: { name: other } }\n';
  const here = { 'here/x.yaml': pod.split('---\n')[1] ?? '', 'apps/x.yaml': pod };
  const errors = async (more: string) => {
    const sync = bootstrap + kustomization('apps', more) + kustomization('here');
    const findings = await said({ ...here, 'clusters/c1/sync.yaml': sync });
    return findings
      .filter((line) => line.includes('[pod-security]'))
      .map((line) => line.split(':')[0]);
  };
  expect(await errors(other)).toEqual(['error apps/x.yaml']);
});

test('a Secret that a controller fills, and a binding with a parameter, are valid', async () => {
  const objects = `${namespace()}apiVersion: v1
kind: Secret
metadata: { name: pull, namespace: demo, annotations: { fluxcd.controlplane.io/copyFrom: flux-system/pull } }
type: kubernetes.io/dockerconfigjson
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: sources }
spec:
  policyName: sources
  validationActions: [Deny]
  paramRef: { name: sources, namespace: demo, parameterNotFoundAction: Deny }
`;
  expect(await saidWithoutRules({ 'apps/objects.yaml': objects })).toEqual([]);
});

test('expressions that the controllers of Flux cannot use are errors', async () => {
  const more = (expression: string, ready: string) => `  healthCheckExprs:
    - { apiVersion: example.com/v1, kind: Database, current: "${expression}" }
  dependsOn: [{ name: flux-system, readyExpr: "${ready}" }]
`;
  const errors = async (expression: string, ready: string) =>
    (await said({ 'apps/x.yaml': namespace() }, more(expression, ready))).filter((line) =>
      line.includes('[expression]'),
    );
  expect(await errors("status.phase == 'Up'", 'dep.metadata.name == self.metadata.name')).toEqual(
    [],
  );
  expect(await errors('status.phase ==', 'status.ready')).toEqual([
    "error clusters/c1/sync.yaml:15: Kustomization flux-system/apps: spec.healthCheckExprs[0].current: the CEL expression is wrong at 1:16: Syntax error: mismatched input '<EOF>', so Flux does not reconcile the object; correct the expression. [expression]",
    "error clusters/c1/sync.yaml:16: Kustomization flux-system/apps: spec.dependsOn[0].readyExpr: the CEL expression is wrong at 1:1: undeclared reference to 'status', so Flux does not reconcile the object; correct the expression. [expression]",
  ]);
  // What only the cluster knows may be right.
  const unknown = '  postBuild: { substituteFrom: [{ kind: Secret, name: settings }] }\n';
  const release = `${namespace()}apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: demo }
spec:
  interval: 1h
  chartRef: { kind: OCIRepository, name: web }
  dependsOn: [{ name: db, readyExpr: "\${READY}" }]
`;
  const found = await said({ 'apps/x.yaml': release }, unknown);
  expect(found.filter((line) => line.includes('[expression]'))).toEqual([]);
});
