import { readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiVersions } from '@helm-charts/types';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultModule } from './file.ts';
import { loadValidator, type Validator } from './index.ts';

// Without the built module this fails, and says what to run.
const validator = await loadValidator();
const { validate } = validator;

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: pooler
spec:
  replicas: 2
  selector: { matchLabels: { app: pooler } }
  template:
    metadata: { labels: { app: pooler } }
    spec:
      containers:
        - name: pooler
          image: pooler:1
          resources: { limits: { memory: 64Mi, cpu: 1 } }
          ports: [{ containerPort: 6432 }]
`;

const configMap = (data: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\ndata:\n${data}`;

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

/** A YAML bomb: each line holds the one before ten times. */
const multiplying = Array.from(
  { length: 12 },
  (_, line) => `a${line}: &a${line} [${line === 0 ? '1' : `*a${line - 1},`.repeat(10)}]\n`,
).join('');

test('a correct manifest is valid, as YAML and as JSON', async () => {
  expect(await validate(deployment)).toEqual({ status: 'valid' });
  const job = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'x' } };
  expect(await validate(JSON.stringify(job))).toEqual({ status: 'valid' });
});

test('all errors of a document are reported at once, each with its place', async () => {
  const wrong = deployment
    .replace('replicas: 2', 'replicas: two')
    .replace('image:', 'imagePullPolicy: Allways\n          imagee:')
    .replace('64Mi', '64MB');
  expect(await validate(wrong)).toMatchInlineSnapshot(`
    {
      "errors": [
        {
          "message": "got string, want integer",
          "path": "/spec/replicas",
        },
        {
          "message": "additional property 'imagee' not allowed",
          "path": "/spec/template/spec/containers/0",
        },
        {
          "message": "value must be one of '', 'Always', 'IfNotPresent', 'Never'",
          "path": "/spec/template/spec/containers/0/imagePullPolicy",
        },
        {
          "message": "'64MB' does not match pattern '^(\\\\+|-)?(([0-9]+(\\\\.[0-9]*)?)|(\\\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\\\+|-)?(([0-9]+(\\\\.[0-9]*)?)|(\\\\.[0-9]+))))?$'",
          "path": "/spec/template/spec/containers/0/resources/limits/memory",
        },
      ],
      "status": "invalid",
    }
  `);
});

test('a misspelt field of a Flux object and of its metadata is found', async () => {
  const release = `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: x, namspace: y }
spec: { interval: 5 minutes, chrt: {}, values: { any: { thing: null } } }`;
  expect(await validate(release)).toMatchInlineSnapshot(`
    {
      "errors": [
        {
          "message": "additional property 'namspace' not allowed",
          "path": "/metadata",
        },
        {
          "message": "additional property 'chrt' not allowed",
          "path": "/spec",
        },
        {
          "message": "'5 minutes' does not match pattern '^([0-9]+(\\\\.[0-9]+)?(ms|s|m|h))+$'",
          "path": "/spec/interval",
        },
      ],
      "status": "invalid",
    }
  `);
});

test('a required field that is missing is named', async () => {
  const policy = 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nspec: { rules: [{ http: {} }] }';
  expect(await validate(policy)).toMatchInlineSnapshot(`
    {
      "errors": [
        {
          "message": "missing property 'paths'",
          "path": "/spec/rules/0/http",
        },
      ],
      "status": "invalid",
    }
  `);
});

test('the claim templates of a StatefulSet need not say what they are', async () => {
  const set = {
    serviceName: 'x',
    selector: {},
    template: {},
    volumeClaimTemplates: [{ spec: {} }],
  };
  const document = { apiVersion: 'apps/v1', kind: 'StatefulSet', spec: set };
  expect(await validate(JSON.stringify(document))).toEqual({ status: 'valid' });
});

test('a kind without schema is told, whatever looks like it', async () => {
  for (const [apiVersion, kind] of [
    ['v1', 'List'],
    ['v1', 'configmap'],
    ['apps.example.org/v1', 'Deployment'],
    ['extensions/v1beta1', 'Ingress'],
  ]) {
    const verdict = await validate(`apiVersion: ${apiVersion}\nkind: ${kind}\n`);
    expect(verdict).toEqual({ status: 'unknown-kind', apiVersion, kind });
  }
});

test('null stands for absent where the API server reads it so', async () => {
  const bare = deployment
    .replace('replicas: 2', 'replicas: null')
    .replace('name: pooler', '$&\n  labels:');
  expect(await validate(bare)).toEqual({ status: 'valid' });
  const flux =
    'apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata: { name: x, labels: }\n';
  expect(await validate(`${flux}spec: { url: https://example.org }`)).toEqual({ status: 'valid' });
  expect(await validate(`${flux}spec: { url: https://example.org, interval: null }`)).toEqual({
    status: 'invalid',
    errors: [{ path: '/spec/interval', message: 'got null, want string' }],
  });
});

test.each([
  ['a key twice', configMap('  a: b\n  a: c\n'), 'line 6: key "a" already set in map.'],
  ['cut off', configMap('  a: "b'), 'found unexpected end of stream.'],
  ['a list', '- apiVersion: v1', 'not a mapping but of the type array.'],
  ['a text', 'apiVersion v1', 'not a mapping but of the type string.'],
  ['no kind', 'apiVersion: v1', 'has no kind'],
  ['no apiVersion', 'kind: Pod', 'has no apiVersion'],
  ['two documents', `${configMap('  a: b\n')}---\n${configMap('  a: b\n')}`, 'holds 2 documents'],
  ['20 MB', configMap(`  a: ${'x'.repeat(20_000_000)}`), 'has 19.1 MiB'],
  ['deeper than YAML may be', configMap(`  a: ${'['.repeat(500_000)}`), 'max depth of 10000.'],
  ['references that multiply', multiplying, 'excessive aliasing.'],
])('malformed: %s', async (_, document, message) => {
  const verdict = await validate(document);
  expect(verdict).toEqual({ status: 'malformed', message: expect.stringContaining(message) });
  // The validator goes on after it.
  expect(await validate(deployment)).toEqual({ status: 'valid' });
});

test('what may be deeper than the stack is refused, and the validator goes on', async () => {
  // How much of the stack a call takes depends on whether V8 has optimized the module yet.
  const verdict = await validate(configMap(`  a: ${nested(9000)}`));
  expect(verdict).toEqual(
    verdict.status === 'malformed'
      ? { status: 'malformed', message: expect.stringContaining('nested too deeply') }
      : { status: 'invalid', errors: [{ path: '/data/a', message: 'got array, want string' }] },
  );
  expect(await validate(deployment)).toEqual({ status: 'valid' });
});

test('blanks and comments are empty', async () => {
  for (const document of ['', '\n', '# nothing\n', '---\n# Source: chart/templates/x.yaml\n']) {
    expect(await validate(document)).toEqual({ status: 'empty' });
  }
});

test('a value that may be secret is not repeated', async () => {
  const secret = 'apiVersion: v1\nkind: Secret\ndata: { password: not encoded }';
  expect(JSON.stringify(await validate(secret))).not.toContain('not encoded');
});

test('many documents at the same time have their own verdicts', async () => {
  const documents = Array.from({ length: 50 }, (_, index) =>
    configMap(`  a: ${index % 2 ? 'b' : 1}`),
  );
  const verdicts = await Promise.all(documents.map(validate));
  expect(verdicts.map(({ status }) => status)).toEqual(
    documents.map((_, index) => (index % 2 ? 'valid' : 'invalid')),
  );
});

const manifest = JSON.parse(readFileSync(defaultModule.replace(/wasm$/, 'json'), 'utf8'));

/** The verdict on an object with a field that no kind has. */
const bogus = (name: string, one: Validator = { validate }) => {
  const [apiVersion, kind] = name.split(' ');
  return one.validate(JSON.stringify({ apiVersion, kind, bogus: 1 }));
};

const kinds: readonly string[] = [
  ...manifest.kinds['kubernetes-1.36'],
  ...manifest.kinds['flux-2.9'],
  ...manifest.kinds['cert-manager'],
];

test.each<string>(kinds)('%s has a schema', async (name) => {
  const verdict = await bogus(name);
  expect(verdict).toMatchObject({ status: 'invalid' });
  expect(JSON.stringify(verdict)).toContain("'bogus' not allowed");
});

test('uses the sets of schemas that are named, and no others', async () => {
  const validator = await loadValidator({ schemas: ['kubernetes-1.37', 'flux-2.10'] });
  const status = async (name: string) => (await bogus(name, validator)).status;
  expect(await status('certificates.k8s.io/v1 ClusterTrustBundle')).toBe('invalid');
  expect(await status('notification.toolkit.fluxcd.io/v1 Alert')).toBe('invalid');
  expect(await status('networking.k8s.io/v1beta1 IPAddress')).toBe('unknown-kind');
  expect(await status('cert-manager.io/v1 Certificate')).toBe('unknown-kind');
  expect((await bogus('certificates.k8s.io/v1 ClusterTrustBundle')).status).toBe('unknown-kind');
});

test('the module holds the schemas, and none of the garbage of loading them', () => {
  expect(statSync(defaultModule).size).toBeLessThan(20_000_000);
});

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kubeconform-'));
});
afterAll(() => rm(directory, { recursive: true }));

test('a module that is missing or cut off is one sentence with what to do', async () => {
  const module = join(directory, 'kubeconform.wasm');
  const load = (): Promise<Validator> => loadValidator({ module });
  await expect(load()).rejects.toMatchObject({
    file: module,
    message: `The validator is missing: ${module}`,
  });
  await writeFile(module, readFileSync(defaultModule).subarray(0, 1_000_000));
  await expect(load()).rejects.toMatchObject({
    file: module,
    message: `The validator is broken: ${module}`,
  });
});

test('knows every kind that a chart can make', async () => {
  const unknown = await Promise.all(
    Object.entries(apiVersions).map(async ([key, apiVersion]) => {
      const kind = key.split('/').at(-1);
      const { status } = await validate(`apiVersion: ${apiVersion}\nkind: ${kind}\n`);
      return status === 'unknown-kind' ? [key] : [];
    }),
  );
  expect(unknown.flat()).toEqual([]);
});
