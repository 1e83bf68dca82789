import { expect, test } from 'vitest';
import { findings, set } from '../testing/cluster.ts';

test('R24 a token in a variable', () => {
  expect(
    findings(
      'R24',
      set('Deployment msp/web', 'spec.template.spec.containers.0.env.0', {
        name: 'LOG_EXTERNAL_HTTP_TOKEN',
        value: 'abcd1234',
      }),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: container web: its variable LOG_EXTERNAL_HTTP_TOKEN holds a secret in plain text; read it from a Secret (charts/core/templates/deployment.yaml). [R24]",
    ]
  `);
});

test('R24 a password among the arguments', () => {
  expect(
    findings(
      'R24',
      set('Deployment msp/web', 'spec.template.spec.containers.0.args', ['--db-password=hunter22']),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: container web: a secret (db-password) is among its arguments, which the list of processes shows; read it from a Secret (charts/core/templates/deployment.yaml). [R24]",
    ]
  `);
});

test('R24 a password in an annotation', () => {
  expect(
    findings(
      'R24',
      set(
        'Deployment msp/web',
        ['spec', 'template', 'metadata', 'annotations', 'example.com/redis-password'],
        'hunter22',
      ),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: annotation example.com/redis-password: everybody who sees the pod reads it; read it from a Secret (charts/core/templates/deployment.yaml). [R24]",
    ]
  `);
});

test('R24 a password in a file and in a URL', () => {
  expect(
    findings(
      'R24',
      set(
        'ConfigMap msp/redis',
        ['data', 'redis.conf'],
        'appendonly yes\nsave ""\nrequirepass hunter22\n',
      ),
      set('ConfigMap msp/redis', 'data.url', 'redis://default:hunter22@redis:6379'),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error ConfigMap msp/redis: data["redis.conf"]: it holds a secret (requirepass); read it from a Secret (charts/core/templates/configmap.yaml). [R24]",
      "error ConfigMap msp/redis: data["url"]: it holds a secret (the password of default in a URL); read it from a Secret (charts/core/templates/configmap.yaml). [R24]",
    ]
  `);
});

test.each([
  ['DB_PASSWORD_FILE', '/run/secrets/password'],
  ['TOKEN_EXPIRES', '1h'],
  ['SECRET_READ_CHAIN', 'env,filesystem'],
  ['KEY_LENGTH', '64'],
  ['GOOGLE_APPLICATION_CREDENTIALS', '/run/secrets/credentials.json'],
  ['VAULT_TOKEN', ''],
])('R24 %s=%s is no secret', (name, value) => {
  expect(
    findings(
      'R24',
      set('Deployment msp/web', 'spec.template.spec.containers.0.env.0', { name, value }),
    ),
  ).toEqual([]);
});

test('R24 the name of a Secret is none', () => {
  const values = 'sql:\n  existingSecret: "db-credentials"\n  clientSecret: "hunter22"\n';
  expect(findings('R24', set('ConfigMap msp/redis', 'data.values', values))).toEqual([
    expect.stringContaining('it holds a secret (clientSecret)'),
  ]);
});
