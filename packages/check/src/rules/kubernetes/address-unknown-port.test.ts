import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { addressUnknownPort } from './address-unknown-port.ts';

test('knows the ports of a Service in the option services', () => {
  const objects = `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec: { containers: [{ name: web, args: ['--db=postgres://db:5432/shop'] }] }
`;
  const options = { services: { db: [5433, 5434] } };
  expect(tryRule(addressUnknownPort, { objects, options }).map(printFinding)).toMatchInlineSnapshot(
    `[]`,
  );
});
