// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are no template strings.
import { expect, test } from 'vitest';
import { isPlainSecret } from './plain-secret.ts';

const secret = (fields: object) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'db' },
  ...fields,
});
const base64 = (text: string): string => Buffer.from(text).toString('base64');

test.each([
  [{ stringData: { password: 'shop' } }, true],
  [{ data: { password: base64('shop') } }, true],
  [{ stringData: { user: '${USER}', password: 'shop' } }, true],
  [{ stringData: { password: '${PASSWORD}' } }, false],
  [{ data: { password: '${PASSWORD}' } }, false],
  [{ data: { 'app.ini': base64('password = ${DB_PASSWORD}\n') } }, false],
  [{ data: { 'app.ini': base64('password: ENC[AES256_GCM,data:x]\n') } }, false],
  [{ stringData: { url: 'postgres://shop:unknown-value@db' } }, false],
  [{ stringData: { password: '<password>' } }, false],
  [{ stringData: { password: 'shop' }, sops: {} }, false],
  [{ data: { password: '' } }, false],
  [{}, false],
])('%j', (fields, expected) => {
  expect(isPlainSecret(secret(fields))).toBe(expected);
});
