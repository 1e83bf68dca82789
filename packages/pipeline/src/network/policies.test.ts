import { model } from '@helm-charts/kubernetes';
import { type JsonObject, type Manifest, printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { flowsOf } from './flows.ts';
import { policiesOf } from './policies.ts';

const object = (kind: string, name: string, rest: JsonObject, namespace = 'shop'): Manifest => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, namespace },
  ...rest,
});

const workload = (
  name: string,
  { kind = 'Deployment', namespace = 'shop', host = '' } = {},
): Manifest =>
  object(
    kind,
    name,
    {
      spec: {
        ...(kind !== 'Job' && { selector: { matchLabels: { app: name } } }),
        template: {
          metadata: { labels: { app: name, version: '1' } },
          spec: { containers: [{ name, ...(host && { args: [host] }) }] },
        },
      },
    },
    namespace,
  );

const service = (name: string, spec: JsonObject = {}, namespace = 'shop'): Manifest =>
  object(
    'Service',
    name,
    { spec: { selector: { app: name }, ports: [{ port: 80 }], ...spec } },
    namespace,
  );

const network = { internet: [], clusterRanges: ['10.0.0.0/8'] };

const policies = (
  manifests: readonly Manifest[],
  {
    internet = [] as readonly string[],
    opaque = [] as readonly string[],
    prometheus = undefined as string | undefined,
  } = {},
) => {
  const own = { ...network, internet, ...(prometheus !== undefined && { prometheus }) };
  const cluster = model(manifests.map((manifest) => ({ manifest, position: { file: '' } })));
  const { value, findings } = flowsOf(cluster, own, new Set(opaque));
  return value === undefined
    ? findings.map(printFinding)
    : policiesOf(value, ['shop'], own)
        .filter(({ metadata }) => !['deny-all', 'allow-dns'].includes(metadata?.name ?? ''))
        .map(({ metadata, spec }) => [metadata?.name, spec?.ingress, spec?.egress]);
};

const peer = (app: string) => ({ podSelector: { matchLabels: { app } } });
const ports = [{ protocol: 'TCP', port: 80 }];

test('a connection is allowed on both sides, and nothing else is', () => {
  const web = workload('web', { host: 'http://db:80' });
  expect(policies([web, workload('db'), workload('idle'), service('db')])).toEqual([
    ['allow-db', [{ from: [peer('web')], ports }], undefined],
    ['allow-web', undefined, [{ to: [peer('db')], ports }]],
  ]);
});

test('a peer in another namespace is named with its namespace', () => {
  const web = workload('web', { host: 'http://db.data.svc:80' });
  const db = workload('db', { namespace: 'data' });
  const inNamespace = (name: string) => ({
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
  });
  expect(policies([web, db, service('db', {}, 'data')])).toEqual([
    ['allow-db', [{ from: [{ ...inNamespace('shop'), ...peer('web') }], ports }], undefined],
    ['allow-web', undefined, [{ to: [{ ...inNamespace('data'), ...peer('db') }], ports }]],
  ]);
});

test('everybody may connect to a node port and to the backend of an Ingress', () => {
  const open = [['allow-web', [{ ports }], undefined]];
  expect(policies([workload('web'), service('web', { type: 'NodePort' })])).toEqual(open);
  const backend = { service: { name: 'web', port: { number: 80 } } };
  const ingress = object('Ingress', 'web', {
    spec: { rules: [{ http: { paths: [{ backend }] } }] },
  });
  expect(policies([workload('web'), service('web'), ingress])).toEqual(open);
});

test('a workload of the list connects to addresses outside of the cluster', () => {
  expect(policies([workload('web')], { internet: ['web'] })).toEqual([
    [
      'allow-web',
      undefined,
      [{ to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] } }] }],
    ],
  ]);
  expect(policies([workload('web'), workload('db')], { internet: ['wbe'] })).toEqual([
    'error network.internet: no release has a workload "wbe", so no policy lets it connect to the outside; name one of db, web. [network]',
  ]);
});

test('only Prometheus connects to ports with the name metrics, where the profile names its namespace', () => {
  const web = workload('web', { host: 'http://db:80' });
  const db = object('StatefulSet', 'db', {
    spec: {
      selector: { matchLabels: { app: 'db' } },
      template: {
        metadata: { labels: { app: 'db' } },
        spec: {
          containers: [
            { name: 'db', ports: [{ name: 'db', containerPort: 80 }] },
            { name: 'exporter', ports: [{ name: 'metrics', containerPort: 9187 }] },
          ],
        },
      },
    },
  });
  const cluster = [web, db, service('db')];
  const namespace = { 'kubernetes.io/metadata.name': 'monitoring' };
  const used = { from: [peer('web')], ports };
  const scraped = {
    from: [{ namespaceSelector: { matchLabels: namespace } }],
    ports: [{ protocol: 'TCP', port: 9187 }],
  };
  const calls = ['allow-web', undefined, [{ to: [peer('db')], ports }]];
  expect(policies(cluster)).toEqual([['allow-db', [used], undefined], calls]);
  expect(policies(cluster, { prometheus: 'monitoring' })).toEqual([
    ['allow-db', [used, scraped], undefined],
    calls,
  ]);
});

test('a Job keeps its policy when the hash in its name changes', () => {
  const job = workload('load-0123456789', { kind: 'Job', host: 'http://db:80' });
  const [, [name] = []] = policies([job, workload('db'), service('db')]);
  expect(name).toBe('allow-load');
});

test('the pods of an opaque release connect to each other', () => {
  expect(policies([workload('engine')], { opaque: ['engine'] })).toEqual([
    ['allow-engine', [{ from: [peer('engine')] }], [{ to: [peer('engine')] }]],
  ]);
});

test('all connections of the namespace are denied, and names are resolved', () => {
  expect(
    policiesOf([], ['shop'], network).map(({ metadata, spec }) => [
      metadata?.name,
      spec?.policyTypes,
    ]),
  ).toEqual([
    ['deny-all', ['Ingress', 'Egress']],
    ['allow-dns', ['Egress']],
  ]);
});
