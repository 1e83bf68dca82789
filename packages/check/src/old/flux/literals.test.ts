import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { apply, findings, set, valued } from '../testing/cluster.ts';

/** A text as random as a key. */
const random = createHash('sha256').update('no key').digest('base64url');

test('F13 a Secret in the profile', () => {
  expect(
    findings(
      'F13',
      apply({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'app', namespace: 'msp' } }),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Secret msp/app: a Secret in Git is none; let the bootstrap make it once. [F13]",
    ]
  `);
});

test('F13 a key among the values', () => {
  expect(findings('F13', valued('core', { storage: { access: random } }))).toMatchInlineSnapshot(
    `
    [
      "error HelmRelease releases/core: values storage.access: it looks like a key or a password; take it out of Git, change it, and read it from a Secret. [F13]",
    ]
  `,
  );
});

test('F13 a key in an object that Flux applies', () => {
  expect(
    findings('F13', set('Namespace msp', 'metadata.annotations.token', random)),
  ).toMatchInlineSnapshot(`
    [
      "error Namespace msp: metadata.annotations.token: it looks like a key or a password; take it out of Git, change it, and read it from a Secret (flux-profiles/site). [F13]",
    ]
  `);
});

test('F13 a private key in an object', () => {
  expect(
    findings('F13', set('ConfigMap msp/redis', 'data.key', `-----BEGIN ${'PRIVATE'} KEY-----`)),
  ).toMatchInlineSnapshot(`
    [
      "error ConfigMap msp/redis: data.key: it looks like a key or a password; take it out of Git, change it, and read it from a Secret (charts/core/templates/configmap.yaml). [F13]",
    ]
  `);
});

test.each([
  `sha256:${'0123456789abcdef'.repeat(4)}`,
  '/app/server/knexfile.cjs and /app/ee/server/seeds/onboarding',
  'requiredDuringSchedulingIgnoredDuringExecution1',
  'server.containers[0].securityContext.readOnlyRootFilesystem',
])('F13 %s is no key', (text) => {
  expect(findings('F13', set('ConfigMap msp/redis', 'data.text', text))).toEqual([]);
});
