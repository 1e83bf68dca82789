import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { addressUnknownService } from './address-unknown-service.ts';

const objects = `
apiVersion: v1
kind: ConfigMap
metadata: { name: web, namespace: shop }
data: { web.ini: "[databases]\\nshop = host=database port=5432 pool_size=20" }
`;

test('reports a host name in a file of a ConfigMap', () => {
  expect(tryRule(addressUnknownService, objects).map(printFinding)).toMatchInlineSnapshot(`
    [
      "error objects.yaml: ConfigMap shop/web: data["web.ini"]: web.ini names Service shop/database, which no release provides, so every connection fails; use a Service of namespace shop (none), or add it to the option services of the rule set kubernetes. [address-unknown-service]",
    ]
  `);
});

test('allows a Service in the option services', () => {
  const options = { services: { database: [5432] } };
  expect(tryRule(addressUnknownService, { objects, options })).toEqual([]);
});
