import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { scramSecret } from './scram.ts';

/** The exchange of RFC 7677, section 3. */
const rfc = {
  password: 'pencil',
  salt: 'W22ZaJ0SNY7soEsUEjb6gQ==',
  message:
    'n=user,r=rOprNGfwEbeRWgbNEkqO,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,' +
    'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0',
  signature: '6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
};

test('the key of the server signs the exchange of RFC 7677', () => {
  const secret = scramSecret(rfc.password, Buffer.from(rfc.salt, 'base64'));
  const [, stored = '', server = ''] =
    /^SCRAM-SHA-256\$4096:W22ZaJ0SNY7soEsUEjb6gQ==\$(.+):(.+)$/.exec(secret)!;
  expect(Buffer.from(stored, 'base64')).toHaveLength(32);
  const key = Buffer.from(server, 'base64');
  expect(createHmac('sha256', key).update(rfc.message).digest('base64')).toBe(rfc.signature);
});

test('each secret has a salt of its own', () => {
  expect(scramSecret('pencil')).not.toBe(scramSecret('pencil'));
});
