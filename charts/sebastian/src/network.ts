import { networkPolicy, visitorRule } from '@helm-charts/blocks';
import { type Component, equals, ifSet, manifest, named, names, when } from '@helm-charts/types';
import { bootstrap, hocuspocus, postgres, redis, server, tls } from './component.ts';
import type { Values } from './values.ts';

export const ingress = ({ ingress, global: { address }, hocuspocus: documents }: Values) =>
  when(
    ingress.enabled,
    manifest('Ingress', server, {
      metadata: { annotations: ingress.annotations },
      spec: {
        ingressClassName: ifSet(ingress.className),
        tls: [ifSet(ingress.tlsSecret, (secretName) => ({ hosts: [address.host], secretName }))],
        rules: [
          {
            host: address.host,
            http: {
              paths: [when(documents.enabled, path('/hocuspocus', hocuspocus)), path('/', server)],
            },
          },
        ],
      },
    }),
  );

const path = (path: string, { name }: Component) => ({
  path,
  pathType: 'Prefix' as const,
  backend: { service: { name, port: { name: 'http' } } },
});

export const networkPolicies = (v: Values) =>
  when(v.networkPolicy.enabled, [
    networkPolicy(server, { from: 'anybody', port: 'http' }),
    networkPolicy(named(bootstrap, names.withSuffix('bootstrap')), { from: 'nobody' }),
    when(
      equals(v.postgres.type, 'inChart'),
      networkPolicy(postgres, { from: 'namespace', port: 'postgres' }, scrapes(v)),
    ),
    when(
      equals(v.redis.type, 'inChart'),
      networkPolicy(redis, { from: 'namespace', port: 'redis' }, scrapes(v)),
    ),
    when(v.tls.enabled, networkPolicy(tls, { from: 'anybody', port: 'https' })),
    when(v.hocuspocus.enabled, networkPolicy(hocuspocus, { from: 'anybody', port: 'http' })),
  ]);

const scrapes = ({ metrics: { enabled, namespace } }: Values) =>
  when(enabled, visitorRule({ from: { namespace }, port: 'metrics' }));
