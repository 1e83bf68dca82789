import { expect, test } from 'vitest';
import { configMap, kustomization, release, renderTree } from '../testing/foreign-tree.ts';

const object = (apiVersion: string, kind: string, name: string, rest: string): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${name}, namespace: demo }\n${rest}\n---\n`;

const secret = (annotations: string): string =>
  `apiVersion: v1\nkind: Secret\nmetadata: { name: app, namespace: demo, annotations: { ${annotations} } }\n---\n`;

/** What makes or fills the Secret demo/app. */
const producers: Readonly<Record<string, string>> = {
  ExternalSecret: object(
    'external-secrets.io/v1',
    'ExternalSecret',
    'x',
    'spec: { target: { name: app } }',
  ),
  ClusterExternalSecret: object(
    'external-secrets.io/v1',
    'ClusterExternalSecret',
    'x',
    'spec: { externalSecretName: app, externalSecretSpec: {} }',
  ),
  SealedSecret: object('bitnami.com/v1alpha1', 'SealedSecret', 'app', 'spec: {}'),
  Certificate: object(
    'cert-manager.io/v1',
    'Certificate',
    'x',
    'spec: { secretName: app, issuerRef: { kind: ClusterIssuer, name: main } }',
  ),
  'Ingress with an issuer': `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: x, namespace: demo, annotations: { cert-manager.io/cluster-issuer: main } }
spec: { tls: [{ secretName: app, hosts: [a.example.com] }], rules: [{ host: a.example.com }] }
---
`,
  ObjectBucketClaim: object('objectbucket.io/v1alpha1', 'ObjectBucketClaim', 'app', 'spec: {}'),
  'policy of Kyverno': object(
    'kyverno.io/v1',
    'ClusterPolicy',
    'x',
    'spec: { rules: [{ generate: { kind: Secret, name: app, namespace: "{{ request.object.metadata.name }}" } }] }',
  ),
  'resource of Crossplane': object(
    'database.example.org/v1',
    'Database',
    'x',
    'spec: { writeConnectionSecretToRef: { name: app } }',
  ),
  'annotation of Reflector': secret('reflector.v1.k8s.emberstack.com/reflects: other/app'),
  'annotation of a replicator': secret('replicator.v1.mittwald.de/replicate-from: other/app'),
  nobody: '',
};

test.each(Object.entries(producers))('a Secret by %s is known', async (name, producer) => {
  const { findings, exitCode, valuesOf } = await renderTree({
    'apps/web.yaml':
      producer + release('web', 'valuesFrom: [{ kind: Secret, name: app }]\nvalues: { a: 1 }'),
  });
  const said =
    name === 'nobody' ? 'nothing in the tree creates' : '(?<!nothing in the tree )(creates|fills)';
  expect(findings).toEqual([
    expect.stringMatching(new RegExp(`^warning .*${said} Secret demo/app`)),
  ]);
  expect(exitCode).toBe(0);
  expect(await valuesOf('web')).toEqual({ a: 1 });
});

test('a ConfigMap that nothing creates is an error, and the other releases are rendered', async () => {
  const { findings, details } = await renderTree({
    'apps/web.yaml': `${release('web', 'valuesFrom: [{ kind: ConfigMap, name: app }]')}${release('other')}`,
  });
  expect(findings).toEqual([
    expect.stringMatching(/^error .*the profile has no ConfigMap demo\/app/),
  ]);
  expect(details).toContain('  3. HelmRelease demo/other: 1 object');
});

test('a release may take values from a ConfigMap that another one installs', async () => {
  const { findings, valuesOf } = await renderTree({
    'apps/web.yaml': `${release('first', 'values: { a: 1 }')}${release('second', 'valuesFrom: [{ kind: ConfigMap, name: first, valuesKey: values }]')}`,
  });
  expect(findings).toEqual([]);
  expect(await valuesOf('second')).toEqual({ a: 1 });
});

test('in a part of a tree that nothing applies, nobody knows whether an object is missing', async () => {
  const files = {
    'apps/web.yaml': `${configMap('lost').replace(', namespace: demo', '')}${release('web', 'valuesFrom: [{ kind: ConfigMap, name: app }]\ndependsOn: [{ name: db }]')}`,
  };
  const { findings, exitCode } = await renderTree(files, 'apps');
  expect(exitCode).toBe(0);
  expect(findings).toHaveLength(2);
});

test('variables of a Secret in the cluster, with SOPS or without, get a stand-in that fits', async () => {
  const from = (name: string) =>
    `path: ./apps\npostBuild: { substituteFrom: [{ kind: Secret, name: ${name} }] }`;
  const service = `apiVersion: v1
kind: Service
metadata: { name: web, namespace: demo }
spec:
  selector: { app: web }
  ports:
    - port: \${PORT}
---
apiVersion: v1
kind: Secret
metadata: { name: db, namespace: demo }
stringData: { password: "\${PASSWORD}" }
`;
  const encrypted = `apiVersion: v1
kind: Secret
metadata: { name: vars, namespace: flux-system }
stringData: { PORT: "ENC[AES256_GCM,data:a,type:str]", PASSWORD: "ENC[AES256_GCM,data:b,type:str]" }
sops: { version: 3.9.0 }
---
`;
  for (const [vars, secret] of [
    ['vars', encrypted],
    ['elsewhere', ''],
  ] as const) {
    const { findings, exitCode } = await renderTree({
      'clusters/c1/apps.yaml': secret + kustomization('apps', from(vars)),
      'apps/web.yaml': service,
    });
    expect(findings).toEqual([expect.stringMatching(/^warning .*unknown-value/)]);
    expect(exitCode).toBe(0);
  }
});

test('a generator of a file that SOPS has encrypted makes no plain Secret, and no value is encrypted', async () => {
  const generator = `namespace: demo
resources: [namespace.yaml, web.yaml]
generatorOptions: { disableNameSuffixHash: true }
secretGenerator:
  - { name: values, files: [values.yaml] }
  - { name: variables, envs: [app.env] }
  - { name: config, files: [app.conf] }
`;
  const { findings, valuesOf } = await renderTree({
    'apps/kustomization.yaml': generator,
    'apps/values.yaml':
      'user: app\npassword: ENC[AES256_GCM,data:a,type:str]\nsops:\n  mac: ENC[AES256_GCM,data:b]\n  version: 3.9.0\n',
    'apps/app.env': 'A=ENC[AES256_GCM,data:a,type:str]\nsops_version=3.9.0\n',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the program replaces it.
    'apps/app.conf': 'password = ${PASSWORD}\n',
    'apps/web.yaml': release('web', 'valuesFrom: [{ kind: Secret, name: values }]'),
  });
  expect(findings).toEqual([expect.stringContaining('has encrypted values')]);
  expect(await valuesOf('web')).toEqual({ user: 'app', password: 'unknown-value' });
});

test('a plain Secret is a warning', async () => {
  const { findings, exitCode } = await renderTree({
    'apps/web.yaml':
      'apiVersion: v1\nkind: Secret\nmetadata: { name: a, namespace: demo }\nstringData: { a: secret }\n',
  });
  expect(findings).toEqual([expect.stringMatching(/^warning .*\[secret-in-git\]$/)]);
  expect(exitCode).toBe(0);
});
