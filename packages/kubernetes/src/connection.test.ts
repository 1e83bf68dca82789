import type { JsonObject, Manifest } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { connectionsOf } from './connection.ts';
import { keyOf } from './identity.ts';
import { model } from './model.ts';

const object = (kind: string, name: string, rest: JsonObject, namespace = 'shop'): Manifest => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, namespace },
  ...rest,
});

const pod = (name: string, spec: JsonObject, container: JsonObject = {}): Manifest => ({
  ...object('Pod', name, { spec: { containers: [{ name, ...container }], ...spec } }),
  metadata: { name, namespace: 'shop', labels: { app: name } },
});

const service = (name: string, ports: readonly JsonObject[], spec: JsonObject = {}): Manifest =>
  object('Service', name, { spec: { selector: { app: name }, ports: [...ports], ...spec } });

const connections = (...manifests: readonly Manifest[]): readonly string[] =>
  connectionsOf(
    model(manifests.map((manifest) => ({ manifest, position: { file: 'all.yaml' } }))),
  ).map(
    ({ from, to, port }) =>
      `${keyOf(from.object.manifest)} -> ${keyOf(to.object.manifest)} ${port}`,
  );

const client = (value: string) => pod('web', {}, { env: [{ name: 'DB_URL', value }] });

test('a connection goes to the port of the pods that the port of the Service targets', () => {
  const web = client('http://db:80');
  const db = pod('db', {}, { ports: [{ name: 'sql', containerPort: 5432 }] });
  const to = (port: JsonObject, spec?: JsonObject) =>
    connections(web, db, service('db', [port, { port: 81 }], spec)).map((one) =>
      one.replace(/.* /, ''),
    );
  expect(to({ port: 80 })).toEqual(['80']);
  expect(to({ port: 80, targetPort: 5432 })).toEqual(['5432']);
  expect(to({ port: 80, targetPort: 'sql' })).toEqual(['5432']);
  // Clients of a headless Service connect to the pods themselves.
  expect(to({ port: 80, targetPort: 5432 }, { clusterIP: 'None' })).toEqual(['80']);
  expect(to({ port: 82 })).toEqual([]);
});

test('where no pod is known, a port keeps its name', () => {
  const db = service('db', [{ port: 80, targetPort: 'sql' }]);
  expect(connections(client('http://db:80'), db)).toEqual(['Pod shop/web -> Service shop/db sql']);
});

test('an address without a port is a connection to each port, and each connection is listed once', () => {
  const env = [
    { name: 'DB_HOST', value: 'db' },
    { name: 'CACHE_HOST', value: 'db.shop.svc' },
  ];
  expect(connections(pod('web', {}, { env }), service('db', [{ port: 1 }, { port: 2 }]))).toEqual([
    'Pod shop/web -> Service shop/db 1',
    'Pod shop/web -> Service shop/db 2',
  ]);
});

test('a pod connects to what its ConfigMaps name, not to what others name', () => {
  const config = (name: string, host: string) =>
    object('ConfigMap', name, { data: { ini: `host=${host} port=1` } });
  const volumes = [{ name: 'config', configMap: { name: 'own' } }];
  expect(
    connections(
      pod('web', { volumes }),
      config('own', 'db'),
      config('other', 'cache'),
      service('db', [{ port: 1 }]),
      service('cache', [{ port: 1 }]),
    ),
  ).toEqual(['Pod shop/web -> Service shop/db 1']);
});
