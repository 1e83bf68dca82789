import { expect, test } from 'vitest';
import { fragment, raw } from './fragment.ts';
import { image, resources, secretRef } from './parts.ts';

const patternOf = (schema: unknown): RegExp => {
  const { pattern } = schema as { readonly pattern: string };
  return new RegExp(pattern);
};

test('an image has a repository, a tag and, where it is known, a digest', () => {
  const { schema } = image('A server.', { repository: 'ghcr.io/a/b', tag: '1.10' });
  expect(schema).toMatchObject({
    required: ['repository', 'tag'],
    properties: {
      repository: { default: 'ghcr.io/a/b' },
      tag: { type: 'string', default: '1.10' },
    },
  });
  expect(schema.properties).not.toHaveProperty('digest.default');
  const { repository, tag, digest } = schema.properties as Record<string, unknown>;
  expect(patternOf(repository).test('localhost:5000/a_b/c-d')).toBe(true);
  expect(patternOf(repository).test('nginx:1@sha256')).toBe(false);
  expect(patternOf(tag).test('v1.25.2-p0')).toBe(true);
  expect(patternOf(tag).test('a b')).toBe(false);
  expect(patternOf(digest).test(`sha256:${'0'.repeat(64)}`)).toBe(true);
  expect(patternOf(digest).test(`sha256:${'0'.repeat(63)}`)).toBe(false);
});

test('a secret reference names a Secret and a key for each credential', () => {
  const { schema } = secretRef('Passwords.', { name: 'db', keys: { admin: 'ADMIN' } });
  expect(schema).toMatchObject({
    required: ['existingSecret', 'keys'],
    properties: {
      existingSecret: { default: 'db' },
      keys: { required: ['admin'], properties: { admin: { default: 'ADMIN' } } },
    },
  });
  const nameless = secretRef('Passwords.', { keys: { admin: 'ADMIN' } });
  expect(nameless.schema.properties).not.toHaveProperty('existingSecret.default');
});

test('a memory limit is certain, a processor limit is not', () => {
  const { schema } = resources('What it may use.', {
    requests: { cpu: '1', memory: '1Mi' },
    limits: { memory: '2Mi' },
  });
  expect(schema).toMatchObject({
    properties: {
      requests: { required: ['cpu', 'memory'] },
      limits: { required: ['memory'], properties: { memory: { default: '2Mi' } } },
    },
  });
});

test("a fragment's $ref stands alone in an allOf, since draft-07 ignores what stands beside it", () => {
  expect(fragment('Affinity', 'Which nodes.', { default: {} }).schema).toEqual({
    description: 'Which nodes.',
    allOf: [{ $ref: '#/definitions/io.k8s.api.core.v1.Affinity' }],
    default: {},
  });
});

test('a raw schema is taken as it is', () => {
  expect(
    raw<number | string>({ type: ['integer', 'string'] }, 'A port.', { default: 80 }).schema,
  ).toEqual({
    description: 'A port.',
    type: ['integer', 'string'],
    default: 80,
  });
});
