import type { Manifest } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { model } from './model.ts';

/** The edges of the objects in a YAML stream, one line for each. */
const edges = (text: string): readonly string[] => {
  const objects = parseAllDocuments(text)
    .map((document) => document.toJS() as Manifest | null)
    .filter((manifest) => manifest !== null)
    .map((manifest) => ({ manifest, position: { file: 'test.yaml' } }));
  return model(objects).edges.map(
    ({ from, to, kind, part, path }) =>
      `${from} -${kind}-> ${to}${part === undefined ? '' : `#${part}`} at ${path}`,
  );
};

const service = (name: string, namespace = 'msp') =>
  `---\napiVersion: v1\nkind: Service\nmetadata: {name: ${name}, namespace: ${namespace}}\n`;

const pod = (spec: string) =>
  `---\napiVersion: v1\nkind: Pod\nmetadata: {name: app, namespace: msp, labels: {app: app}}\nspec:\n${spec}`;

test('references to keys of Secrets and ConfigMaps, claims and ServiceAccounts', () => {
  expect(
    edges(
      pod(`  serviceAccountName: account
  imagePullSecrets: [{name: registry}]
  initContainers:
    - name: init
      envFrom: [{secretRef: {name: all}}, {configMapRef: {name: optional, optional: true}}]
  containers:
    - name: app
      env:
        - {name: A, valueFrom: {secretKeyRef: {name: credentials, key: password}}}
        - {name: B, valueFrom: {configMapKeyRef: {name: config, key: mode}}}
  volumes:
    - {name: a, persistentVolumeClaim: {claimName: data}}
    - {name: b, secret: {secretName: tls, items: [{key: tls.crt, path: x}]}}
    - {name: c, projected: {sources: [{configMap: {name: config}}, {secret: {name: more}}]}}
`),
    ),
  ).toMatchInlineSnapshot(`
    [
      "Pod msp/app -serviceAccount-> ServiceAccount msp/account at spec.serviceAccountName",
      "Pod msp/app -secret-> Secret msp/registry at spec.imagePullSecrets[0].name",
      "Pod msp/app -secret-> Secret msp/all at spec.initContainers[0].envFrom[0].secretRef.name",
      "Pod msp/app -secret-> Secret msp/credentials#password at spec.containers[0].env[0].valueFrom.secretKeyRef.key",
      "Pod msp/app -configMap-> ConfigMap msp/config#mode at spec.containers[0].env[1].valueFrom.configMapKeyRef.key",
      "Pod msp/app -claim-> PersistentVolumeClaim msp/data at spec.volumes[0].persistentVolumeClaim.claimName",
      "Pod msp/app -secret-> Secret msp/tls#tls.crt at spec.volumes[1].secret.items[0].key",
      "Pod msp/app -configMap-> ConfigMap msp/config at spec.volumes[2].projected.sources[0].configMap.name",
      "Pod msp/app -secret-> Secret msp/more at spec.volumes[2].projected.sources[1].secret.name",
    ]
  `);
});

test('references in the pods of all workload kinds', () => {
  const template = '{metadata: {labels: {app: x}}, spec: {serviceAccountName: account}}';
  const workload = (kind: string, spec: string) =>
    `---\napiVersion: apps/v1\nkind: ${kind}\nmetadata: {name: x, namespace: msp}\nspec: ${spec}\n`;
  expect(
    edges(
      [
        ...['Deployment', 'StatefulSet', 'DaemonSet', 'Job'].map((kind) =>
          workload(kind, `{template: ${template}}`),
        ),
        workload('CronJob', `{jobTemplate: {spec: {template: ${template}}}}`),
      ].join(''),
    ),
  ).toMatchInlineSnapshot(`
    [
      "Deployment msp/x -serviceAccount-> ServiceAccount msp/account at spec.template.spec.serviceAccountName",
      "StatefulSet msp/x -serviceAccount-> ServiceAccount msp/account at spec.template.spec.serviceAccountName",
      "DaemonSet msp/x -serviceAccount-> ServiceAccount msp/account at spec.template.spec.serviceAccountName",
      "Job msp/x -serviceAccount-> ServiceAccount msp/account at spec.template.spec.serviceAccountName",
      "CronJob msp/x -serviceAccount-> ServiceAccount msp/account at spec.jobTemplate.spec.template.spec.serviceAccountName",
    ]
  `);
});

test('a Service selects the pods with all of its labels, in its own namespace', () => {
  const selecting = (name: string, namespace: string, selector: string) =>
    `${service(name, namespace)}spec: {selector: ${selector}}\n`;
  expect(
    edges(
      [
        pod('  containers: []\n'),
        selecting('all', 'msp', '{app: app}'),
        selecting('more', 'msp', '{app: app, tier: web}'),
        selecting('elsewhere', 'other', '{app: app}'),
        selecting('nothing', 'msp', '{}'),
      ].join(''),
    ),
  ).toEqual(['Service msp/all -selects-> Pod msp/app at spec.selector']);
});

test('host names of Services in variables and arguments, with their ports', () => {
  const variables = [
    ['HOST', 'db'],
    ['WITH_PORT', 'db:5432'],
    ['URL', 'postgres://user:pass@db:5432/name?ssl=true'],
    ['LONG', 'http://api.other.svc.cluster.local:80/path'],
    ['NOWHERE', 'gone.msp.svc:1234'],
    ['DB_HOST', 'db'],
    ['DB_PORT', '6432'],
    ['DB_HOST_ADMIN', 'db'],
    ['PGHOST', 'db.msp.svc.cluster.local'],
    ['PGPORT', '5432'],
    ['APP_NAME', 'db'],
    ['DB_USER', 'db'],
    ['HOSTNAME', 'db'],
    ['OTHER_NAMESPACE', 'api.other:80'],
    ['WORD', 'the db is not an address'],
    ['FILE', '/var/db/data'],
    ['PUBLIC', 'https://db.example.com'],
    ['KAFKA', 'a:1,db:2'],
  ].map(([name, value]) => `        - {name: ${name}, value: "${value}"}\n`);
  expect(
    edges(
      `${service('db')}${service('api', 'other')}${pod(`  containers:
    - name: app
      args: [--database=db:5433]
      env:
${variables.join('')}`)}`,
    ),
  ).toMatchInlineSnapshot(`
    [
      "Pod msp/app -address-> Service msp/db#5433 at spec.containers[0].args[0]",
      "Pod msp/app -address-> Service msp/db at spec.containers[0].env[0].value",
      "Pod msp/app -address-> Service msp/db#5432 at spec.containers[0].env[1].value",
      "Pod msp/app -address-> Service msp/db#5432 at spec.containers[0].env[2].value",
      "Pod msp/app -address-> Service other/api#80 at spec.containers[0].env[3].value",
      "Pod msp/app -address-> Service msp/gone#1234 at spec.containers[0].env[4].value",
      "Pod msp/app -address-> Service msp/db#6432 at spec.containers[0].env[5].value",
      "Pod msp/app -address-> Service msp/db#6432 at spec.containers[0].env[7].value",
      "Pod msp/app -address-> Service msp/db#5432 at spec.containers[0].env[8].value",
      "Pod msp/app -address-> Service msp/db at spec.containers[0].env[12].value",
      "Pod msp/app -address-> Service other/api#80 at spec.containers[0].env[13].value",
      "Pod msp/app -address-> Service msp/db#2 at spec.containers[0].env[17].value",
    ]
  `);
});

test('host names of Services in ConfigMaps', () => {
  const config = `---
apiVersion: v1
kind: ConfigMap
metadata: {name: config, namespace: msp}
data:
  pgbouncer.ini: |
    name = host=db.msp.svc.cluster.local port=5432 dbname=x
  app.yaml: |
    redis: "redis:6379"
    word: redis
`;
  expect(edges(`${service('db')}${service('redis')}${config}`)).toMatchInlineSnapshot(`
    [
      "ConfigMap msp/config -address-> Service msp/db#5432 at data["pgbouncer.ini"]",
      "ConfigMap msp/config -address-> Service msp/redis#6379 at data["app.yaml"]",
    ]
  `);
});

test('references of Ingress, StatefulSet, ServiceAccount and RoleBinding', () => {
  expect(
    edges(`---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: msp}
spec:
  defaultBackend: {service: {name: web, port: {name: http}}}
  tls: [{secretName: tls}]
  rules: [{http: {paths: [{backend: {service: {name: api, port: {number: 80}}}}]}}]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: msp}
spec: {serviceName: db}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: a, namespace: msp}
imagePullSecrets: [{name: registry}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: x, namespace: msp}
subjects: [{kind: ServiceAccount, name: a}, {kind: ServiceAccount, name: b, namespace: other}, {kind: User, name: u}]
`),
  ).toMatchInlineSnapshot(`
    [
      "Ingress msp/web -address-> Service msp/web#http at spec.defaultBackend.service.name",
      "Ingress msp/web -address-> Service msp/api#80 at spec.rules[0].http.paths[0].backend.service.name",
      "Ingress msp/web -secret-> Secret msp/tls at spec.tls[0].secretName",
      "StatefulSet msp/db -address-> Service msp/db at spec.serviceName",
      "ServiceAccount msp/a -secret-> Secret msp/registry at imagePullSecrets[0].name",
      "RoleBinding msp/x -serviceAccount-> ServiceAccount msp/a at subjects[0]",
      "RoleBinding msp/x -serviceAccount-> ServiceAccount other/b at subjects[1]",
    ]
  `);
});

test('references of Flux objects; host names in values are not addresses', () => {
  expect(
    edges(`${service('db', 'system')}---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: one, namespace: system}
spec:
  dependsOn: [{name: two}, {name: three, namespace: other}]
  valuesFrom: [{kind: ConfigMap, name: values}, {kind: Secret, name: site, valuesKey: x, optional: true}]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: values, namespace: system}
data: {values.yaml: "host: db:5432"}
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec:
  dependsOn: [{name: infra}]
  postBuild: {substituteFrom: [{kind: Secret, name: vars}]}
`),
  ).toMatchInlineSnapshot(`
    [
      "HelmRelease system/one -dependsOn-> HelmRelease system/two at spec.dependsOn[0]",
      "HelmRelease system/one -dependsOn-> HelmRelease other/three at spec.dependsOn[1]",
      "HelmRelease system/one -configMap-> ConfigMap system/values#values.yaml at spec.valuesFrom[0]",
      "Kustomization flux-system/apps -dependsOn-> Kustomization flux-system/infra at spec.dependsOn[0]",
      "Kustomization flux-system/apps -secret-> Secret flux-system/vars at spec.postBuild.substituteFrom[0]",
    ]
  `);
});
