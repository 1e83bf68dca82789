import { expect, test } from 'vitest';
import { ifSet, when } from '../template/control.ts';
import { expressionOf, refs } from '../template/ref.ts';
import { optional } from '../values/collection.ts';
import { object } from '../values/object.ts';
import { secretRef } from '../values/parts.ts';
import { integer, string } from '../values/scalar.ts';
import { configKey, credential, credentials, environment } from './environment.ts';

const v = refs(
  object('Settings.', { port: integer('A port.'), region: optional(string('A region.')) }),
);

test('a number or boolean becomes a text, whether it is a value or a literal', () => {
  const [literal, count, flag, number] = environment({
    MODE: 'on',
    COUNT: 3,
    DEBUG: false,
    PORT: v.port,
  });
  expect([literal, count, flag]).toEqual([
    { name: 'MODE', value: 'on' },
    { name: 'COUNT', value: '3' },
    { name: 'DEBUG', value: 'false' },
  ]);
  const { value } = number as { readonly value: unknown };
  expect(expressionOf(value)).toMatchObject({ kind: 'text', parts: [{ path: ['port'] }] });
});

test('a credential is a reference to the key of a Secret', () => {
  expect(environment({ PASSWORD: credential('db', 'admin') })).toEqual([
    { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'admin' } } },
  ]);
});

test('credentials of one Secret have the names of their variables', () => {
  const { mail } = refs(
    object('Settings.', { mail: secretRef('Mail.', { name: 'mail', keys: { password: 'p' } }) }),
  );
  const settings = credentials(mail, ({ password }) => ({ MAIL_PASSWORD: password }));
  expect(settings).toEqual({ MAIL_PASSWORD: credential(mail.existingSecret, mail.keys.password) });
});

test('a condition stands around the variable, not around what it is set to', () => {
  const [sometimes, either] = environment({
    REGION: ifSet(v.region),
    KEY: when({ kind: 'and', of: [] }, 'a', credential('s', 'k')),
  });
  expect(sometimes).toMatchObject({ kind: 'when', body: { name: 'REGION' } });
  expect(either).toMatchObject({
    kind: 'either',
    body: { name: 'KEY', value: 'a' },
    otherwise: { name: 'KEY', valueFrom: {} },
  });
});

test('a text of a ConfigMap is a reference to its key', () => {
  expect(environment({ HASH: configKey('bootstrap', 'hash') })).toEqual([
    { name: 'HASH', valueFrom: { configMapKeyRef: { name: 'bootstrap', key: 'hash' } } },
  ]);
});
