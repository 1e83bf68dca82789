import { parseManifests } from '@helm-charts/kubernetes';
import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { allocatedTwice } from './allocated.ts';
import { appliedObject } from './testing.ts';

const service = (name: string, spec: string) =>
  `apiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: shop }\nspec: { ${spec} }\n`;

const all = parseManifests(
  [
    service(
      'a',
      'ports: [{ port: 80, nodePort: 30080 }, { port: 80, protocol: UDP, nodePort: 30080 }]',
    ),
    service('b', 'clusterIP: 10.0.0.1, ports: [{ port: 80 }, { port: 81, nodePort: 30080 }]'),
    service('c', 'clusterIP: 10.0.0.1, ports: [{ port: 80, nodePort: 30081 }]'),
    service('d', 'clusterIP: None'),
    service('e', 'clusterIP: None'),
  ].join('---\n'),
  'a.yaml',
).documents.map(appliedObject);

test('a node port and an address belong to one Service', () => {
  expect(allocatedTwice(all).map(printFinding)).toMatchInlineSnapshot(`
    [
      "error a.yaml: Service shop/b: spec.ports[1].nodePort: Invalid value: 30080: provided port is already allocated, to Service shop/a; set another one, or leave it to the API server. [api]",
      "error a.yaml: Service shop/c: spec.clusterIP: Invalid value: "10.0.0.1": provided IP is already allocated, to Service shop/b; set another one, or leave it to the API server. [api]",
    ]
  `);
});

test('each cluster has its own', () => {
  const apart = all.map((one, index) => ({ ...one, cluster: String(index) }));
  expect(allocatedTwice(apart)).toEqual([]);
});
