import { parseManifests } from '@helm-charts/kubernetes';
import type { Finding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { knownFindings, readable, withoutUnknown } from './unknown.ts';

const documentOf = (text: string) => {
  const [document] = parseManifests(text, 'a.yaml').documents;
  if (document === undefined) throw new Error('there is no object');
  return document;
};

const secret = documentOf(`
apiVersion: v1
kind: Secret
metadata: { name: db }
data: { password: "ENC[AES256_GCM,data:a]", user: unknown-value, host: ZGI= }
sops: { version: 3.9.0 }
`);

test('unknown values of a Secret are in base64, and Flux removes the field sops', () => {
  expect(JSON.parse(readable(secret).text)).toEqual({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'db' },
    data: { password: 'dW5rbm93bi12YWx1ZQ==', user: 'dW5rbm93bi12YWx1ZQ==', host: 'ZGI=' },
  });
  const plain = documentOf('apiVersion: v1\nkind: Secret\nmetadata: { name: db }\ndata: { a: "" }');
  expect(readable(plain)).toBe(plain);
});

const deployment = documentOf(`
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: unknown-value
  template: { metadata: { labels: { app: "\${APP}" } }, spec: { containers: [{ name: web, args: ["\${A}", b] }] } }
`);

test('an object without its unknown values keeps the places of the others', () => {
  expect(withoutUnknown(deployment)?.manifest).toEqual({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      template: {
        metadata: { labels: {} },
        spec: { containers: [{ name: 'web', args: [`\${A}`, 'b'] }] },
      },
    },
  });
  expect(withoutUnknown(documentOf('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }'))).toBe(
    undefined,
  );
});

test.each([
  ['an unknown value', '/spec/replicas', 'Required value', false],
  ['a field that contains one', '/spec', 'Forbidden: no', false],
  ['a message with a variable', '/spec/template', `Invalid value: "\${APP}"`, false],
  ['a name that an unknown value may be', '/spec/strategy', 'Not found: "a"', false],
  ['another field', '/spec/selector', 'Required value', true],
  ['an item beside a variable', '/spec/template/spec/containers/0/name', 'Invalid value', true],
])('a finding about %s', (_, pointer, message, isKept) => {
  const finding: Finding = { rule: 'api', severity: 'error', pointer, message };
  expect(knownFindings(deployment, [finding], false)).toEqual(isKept ? [finding] : []);
});

test('a variable that may be meant as it is written hides no finding about what is around it', () => {
  const script = documentOf(
    `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { run: "echo \${HOME}" }`,
  );
  const finding: Finding = {
    rule: 'api',
    severity: 'error',
    pointer: '/data',
    message: 'Too long',
  };
  expect(knownFindings(script, [finding], false)).toEqual([finding]);
  expect(knownFindings(script, [finding], true)).toEqual([]);
});

test('a default that comes from an unknown value is no finding', () => {
  const service = documentOf(
    'apiVersion: v1\nkind: Service\nmetadata: { name: a }\nspec: { ports: [{ port: unknown-value, nodePort: 1 }] }',
  );
  const wrong = (field: string): Finding => ({
    rule: 'api',
    severity: 'error',
    pointer: `/spec/ports/0/${field}`,
    message: 'Invalid value: 0: must be between 1 and 65535, inclusive',
  });
  expect(knownFindings(service, [wrong('targetPort')], true)).toEqual([]);
  expect(knownFindings(service, [wrong('nodePort')], true)).toEqual([wrong('nodePort')]);
});
