import { openEngine } from '@helm-charts/engine';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { type Manifest, printFinding } from '@helm-charts/types';
import { beforeEach, expect, test, vi } from 'vitest';
import { treeInput } from '../input.ts';
import { inspect } from '../inspect.ts';
import { render } from '../render.ts';

beforeEach(() => {
  vi.stubEnv('HELM_CHARTS_APISERVER', '');
  return () => vi.unstubAllEnvs();
});

const kustomization = (name: string, more = '') => `---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: ${name}, namespace: flux-system }
spec:
  interval: 10m
  path: ./${name}
  prune: true
  sourceRef: { kind: GitRepository, name: flux-system }
${more}`;

const bootstrap = `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: { name: flux-system, namespace: flux-system }
spec: { interval: 1m, url: 'https://git.example.com/team/fleet.git', ref: { branch: main } }
`;

const namespace = (labels = '') =>
  `apiVersion: v1\nkind: Namespace\nmetadata: { name: demo, labels: { ${labels} } }\n---\n`;

type Files = Readonly<Record<string, string>>;

/** The findings of a tree without those of rules. */
const saidWithoutRules = async (
  files: Files,
  { previous = [], more = '' }: { previous?: readonly Manifest[]; more?: string } = {},
) => {
  const workspaceRoot = await workspace({
    'clusters/c1/sync.yaml': bootstrap + kustomization('apps', more),
    ...files,
  });
  const directory = `${workspaceRoot}/clusters/c1`;
  const input = treeInput({ workspaceRoot, directory, out: `${workspaceRoot}/dist` });
  const { findings } = await inspect(
    { name: 'tree', inputs: [input], previous, check: () => [] },
    openEngine({ workspaceRoot }),
  );
  return findings.map(printFinding);
};

/** The findings of a tree. The Kustomization `apps` applies the folder of its name. */
const said = async (files: Files, more = '') => {
  const root = await workspace({
    'clusters/c1/sync.yaml': bootstrap + kustomization('apps', more),
    ...files,
  });
  const { findings } = await render({ workspace: root, root: 'clusters/c1' });
  return findings.map(printFinding);
};

const job = (env: string) => `apiVersion: batch/v1
kind: Job
metadata: { name: j, namespace: demo }
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: c
          image: busybox:1.36
          env:
            - { name: PGHOST, value: db }
            - { name: PGDATABASE, value: a }
            - ${env}
`;

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

const deployment = (spec: string, annotations = '') => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: demo, annotations: { ${annotations} } }
spec: ${spec}
`;

const container = (more = '') => `{ name: web, image: "nginx:1.29"${more} }`;

const whole = (replicas: string, of: string) =>
  `{ replicas: ${replicas}, selector: { matchLabels: { app: web } }, template: { metadata: { labels: { app: web } }, spec: { containers: [${of}] } } }`;

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

const release = (more = '') => `${namespace()}apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: demo }
spec:
  interval: 10m
  chart: { spec: { chart: charts/web, sourceRef: { kind: GitRepository, name: flux-system, namespace: flux-system } } }
${more}`;

const chart = (templates: Files): Files => ({
  'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  ...Object.fromEntries(
    Object.entries(templates).map(([name, text]) => [`charts/web/${name}`, text]),
  ),
});

test('a release is applied server-side, unless it says otherwise', async () => {
  const templates = chart({ 'templates/j.yaml': job('{ name: PGDATABASE, value: b }') });
  const severities = async (more?: string) =>
    (await saidWithoutRules({ 'apps/r.yaml': release(more), ...templates })).map(
      (line) => line.split(' ')[0],
    );
  expect(await severities()).toEqual(['error']);
  expect(await severities('  install: { serverSideApply: false }\n')).toEqual(['warning']);
});

test('a release in another cluster is validated with its namespaces', async () => {
  const files = {
    ...chart({
      'templates/web.yaml': deployment(
        whole('1', container(', securityContext: { privileged: true }')),
      ),
    }),
  };
  const errors = async (more: string) => {
    const text = release(more).replace(
      'labels: {',
      'labels: { pod-security.kubernetes.io/enforce: baseline',
    );
    const findings = await saidWithoutRules({ ...files, 'apps/r.yaml': text });
    return findings.filter((line) => line.includes('[pod-security]')).length;
  };
  expect(await errors('')).toBe(1);
  expect(await errors('  kubeConfig: { secretRef: { name: other } }\n')).toBe(0);
});

const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: backups.example.com }
spec:
  group: example.com
  scope: Namespaced
  names: { plural: backups, singular: backup, kind: Backup, listKind: BackupList }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties: { keep: { type: integer }, at: { type: string, pattern: "^[a-z]+$" } }
              x-kubernetes-validations: [{ rule: self.keep > 0, message: keep at least one }]
`;

test('a custom object is validated by the definition that a release brings', async () => {
  const backup =
    '---\napiVersion: example.com/v1\nkind: Backup\nmetadata: { name: a, namespace: demo }\nspec: { keep: 0, at: "3" }\n';
  const files = { 'apps/r.yaml': release() + backup, ...chart({ 'crds/backup.yaml': definition }) };
  expect(await said(files)).toMatchInlineSnapshot(`
    [
      "error apps/r.yaml:12: Backup demo/a: spec.at: the value must match pattern "^[a-z]+$". [schema]",
      "error apps/r.yaml:15: Backup demo/a: spec: Invalid value: keep at least one. [api]",
    ]
  `);
});

test('render --upgrade names what the API server refuses', async () => {
  const root = await workspace(
    chart({
      'templates/all.yaml': `apiVersion: v1
kind: ConfigMap
metadata: { name: config }
immutable: true
data: { revision: "{{ .Release.Revision }}" }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { ipFamilyPolicy: SingleStack, ipFamilies: [{{ if .Release.IsUpgrade }}IPv6{{ else }}IPv4{{ end }}], selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: batch/v1
kind: Job
metadata: { name: once }
spec: { completions: {{ .Release.Revision }}, template: { spec: { restartPolicy: Never, containers: [{ name: once, image: "busybox:1.37" }] } } }
---
apiVersion: v1
kind: Secret
metadata: { name: same }
immutable: true
stringData: { revision: "1" }
`,
    }),
  );
  const { findings } = await render({ workspace: root, root: 'charts/web' }, { upgrade: true });
  expect(
    findings.map(printFinding).filter((line) => line.includes('[api]')),
  ).toMatchInlineSnapshot(`
    [
      "error charts/web/templates/all.yaml:5: ConfigMap config: data: Forbidden: field is immutable when \`immutable\` is set; restore the old value, or give the object another name. [api]",
      "error charts/web/templates/all.yaml:10: Service web: spec.clusterIPs[0]: Invalid value: "10.96.0.10": expected an IPv6 value as indicated by \`ipFamilies[0]\`. [api]",
      "error charts/web/templates/all.yaml:10: Service web: spec.ipFamilies[0]: Invalid value: ["IPv6"]: may not change once set; restore the old value, or give the object another name. [api]",
      "error charts/web/templates/all.yaml:15: Job once: spec.completions: Invalid value: 2: field is immutable; restore the old value, or give the object another name. [api]",
    ]
  `);
});

test('the update from the previous release is validated, and Flux replaces by force what it may', async () => {
  const config = (data: string, annotations = '') =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: demo, annotations: { ${annotations} } }\nimmutable: true\ndata: { a: ${data} }\n`;
  const previous: readonly Manifest[] = [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a', namespace: 'demo' },
      immutable: true,
      data: { a: 'b' },
    },
  ];
  const errors = (text: string, more = '') =>
    saidWithoutRules({ 'apps/x.yaml': namespace() + text }, { previous, more });
  expect(await errors(config('b'))).toEqual([]);
  expect(await errors(config('c'))).toMatchInlineSnapshot(`
    [
      "error apps/x.yaml:9: ConfigMap demo/a: data: Forbidden: field is immutable when \`immutable\` is set; restore the old value, or give the object another name. [api]",
    ]
  `);
  expect(await errors(config('c', 'kustomize.toolkit.fluxcd.io/force: enabled'))).toEqual([]);
  expect(await errors(config('c'), '  force: true\n')).toEqual([]);
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
