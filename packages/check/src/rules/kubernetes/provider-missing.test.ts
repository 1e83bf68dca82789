import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { providerMissing } from './provider-missing.ts';

const certificate = (issuerRef: string) => `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: shop }
spec: { secretName: web, issuerRef: ${issuerRef} }
`;

test('an Issuer must be in the namespace of the Certificate', () => {
  expect(tryRule(providerMissing, certificate('{ name: main }'))).toHaveLength(1);
  const issuer = '---\napiVersion: cert-manager.io/v1\nkind: Issuer\nmetadata: { name: main';
  const withIssuerIn = (namespace: string) =>
    `${certificate('{ name: main }')}${issuer}, namespace: ${namespace} }\n`;
  expect(tryRule(providerMissing, withIssuerIn('shop'))).toEqual([]);
  expect(tryRule(providerMissing, withIssuerIn('mail'))).toHaveLength(1);
});

test('an issuer of another controller may be anywhere', () => {
  const reference = '{ group: awspca.cert-manager.io, kind: AWSPCAIssuer, name: main }';
  expect(tryRule(providerMissing, certificate(reference))).toEqual([]);
});
