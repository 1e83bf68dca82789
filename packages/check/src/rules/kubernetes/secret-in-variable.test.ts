import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { secretInVariable } from './secret-in-variable.ts';

const pod = (name: string, value: string) => `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { containers: [{ name: web, env: [{ name: ${name}, value: '${value}' }] }] }
`;

test('reports a token', () => {
  expect(tryRule(secretInVariable, pod('LOG_EXTERNAL_HTTP_TOKEN', 'abcd1234'))).toHaveLength(1);
});

test.each([
  ['DB_PASSWORD_FILE', '/run/secrets/password'],
  ['TOKEN_EXPIRES', '1h'],
  ['SECRET_READ_CHAIN', 'env,filesystem'],
  ['KEY_LENGTH', '64'],
  ['GOOGLE_APPLICATION_CREDENTIALS', '/run/secrets/credentials.json'],
  ['VAULT_TOKEN', ''],
])('%s=%s is no secret', (name, value) => {
  expect(tryRule(secretInVariable, pod(name, value))).toEqual([]);
});
