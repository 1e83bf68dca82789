import { createHash } from 'node:crypto';
import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { credentialInObject } from './credential-in-object.ts';
import { credentialInValues } from './credential-in-values.ts';

/** A text with as much entropy as a key. */
const random = createHash('sha256').update('no key').digest('base64url');

const configMap = (text: string) => `
apiVersion: v1
kind: ConfigMap
metadata: { name: web, namespace: shop }
data: { text: "${text}" }
`;

test.each([random, `-----BEGIN ${'PRIVATE'} KEY-----`])('%s looks like a key', (text) => {
  expect(tryRule(credentialInObject, configMap(text)).map(printFinding)).toEqual([
    'error objects.yaml: ConfigMap shop/web: data.text: the text looks like a key or a password, which everyone with access to the repository can read; remove it, rotate the credential, and read it from a Secret. [credential-in-object]',
  ]);
});

test('reports a credential in an annotation of an object that kustomize-controller applies', () => {
  const applied = `
apiVersion: v1
kind: Namespace
metadata: { name: shop, annotations: { token: "${random}" } }
`;
  expect(tryRule(credentialInObject, { applied })).toMatchObject([
    { pointer: '/metadata/annotations/token' },
  ]);
});

test.each([
  `sha256:${'0123456789abcdef'.repeat(4)}`,
  '/app/server/knexfile.cjs and /app/ee/server/seeds/onboarding',
  'requiredDuringSchedulingIgnoredDuringExecution1',
  'server.containers[0].securityContext.readOnlyRootFilesystem',
])('%s is no key', (text) => {
  expect(tryRule(credentialInObject, configMap(text))).toEqual([]);
});

test('reports a credential in a value once, not again in the manifests rendered from it', () => {
  const example = {
    applied: `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: shop }
spec: { values: { key: "${random}" } }
`,
    objects: configMap(`key = ${random}`),
  };
  expect(tryRule(credentialInObject, example)).toEqual([]);
  expect(tryRule(credentialInValues, example)).toMatchObject([{ pointer: '/spec/values/key' }]);
});
