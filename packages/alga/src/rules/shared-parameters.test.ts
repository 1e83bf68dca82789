import { tryRule } from '@helm-charts/check';
import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { sharedParameters } from './shared-parameters.ts';

const pod = (variable: string) => `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { containers: [{ name: web, env: [${variable}] }] }
`;

const secretKey = (secret: string) =>
  `{ name: NEXTAUTH_SECRET, valueFrom: { secretKeyRef: { name: ${secret}, key: secret } } }`;

test('a key of another Secret is reported', () => {
  const objects = `${pod(secretKey('server'))}---${pod(secretKey('worker'))}`;
  expect(tryRule(sharedParameters, objects).map(printFinding)).toMatchInlineSnapshot(`
    [
      "error objects.yaml: Pod web: spec.containers[0].env[0]: NEXTAUTH_SECRET is key secret of Secret worker, and Pod web has key secret of Secret server, so one can't verify or decrypt what the other writes; set the same value in both, or refer to the same key of a Secret. [shared-parameters]",
    ]
  `);
});

test('a value under the lower-case name is reported', () => {
  const objects = `${pod(secretKey('server'))}---${pod('{ name: nextauth_secret, value: x }')}`;
  expect(tryRule(sharedParameters, objects).map(printFinding)).toMatchInlineSnapshot(`
    [
      "error objects.yaml: Pod web: spec.containers[0].env[0]: nextauth_secret is x, and Pod web has key secret of Secret server, so one can't verify or decrypt what the other writes; set the same value in both, or refer to the same key of a Secret. [shared-parameters]",
    ]
  `);
});
