import { workspace } from '@helm-charts/testing/tiny-chart';
import { type Manifest, printFinding } from '@helm-charts/types';
import { beforeEach, expect, test, vi } from 'vitest';
import { render } from '../render.ts';
import {
  container,
  deployment,
  type Files,
  job,
  namespace,
  said,
  saidWithoutRules,
  whole,
} from '../testing/api-tree.ts';

beforeEach(() => {
  vi.stubEnv('HELM_CHARTS_APISERVER', '');
  return () => vi.unstubAllEnvs();
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
