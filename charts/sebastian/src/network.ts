import { type Component, equals, given, manifest, named, names, when } from '@helm-charts/types';
import { bootstrap, hocuspocus, postgres, redis, server } from './component.ts';
import type { Values } from './values.ts';

export const ingress = ({ ingress, host, hocuspocus: documents }: Values) =>
  when(
    ingress.enabled,
    manifest('Ingress', server, {
      metadata: { annotations: ingress.annotations },
      spec: {
        ingressClassName: given(ingress.className),
        tls: [given(ingress.tlsSecret, (secretName) => ({ hosts: [host], secretName }))],
        rules: [
          {
            host,
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
    anybody(server),
    nobody(bootstrap),
    when(equals(v.postgres.type, 'inChart'), namespaceOnly(postgres, 'postgres')),
    when(equals(v.redis.type, 'inChart'), namespaceOnly(redis, 'redis')),
    when(v.hocuspocus.enabled, anybody(hocuspocus)),
  ]);

const policy = (of: Component, ingress: readonly object[]) =>
  manifest('NetworkPolicy', of, {
    spec: { podSelector: { matchLabels: of.selector }, policyTypes: ['Ingress'], ingress },
  });

const anybody = (of: Component) => policy(of, [{ ports: [{ port: 'http', protocol: 'TCP' }] }]);

const namespaceOnly = (of: Component, port: string) =>
  policy(of, [{ from: [{ podSelector: {} }], ports: [{ port, protocol: 'TCP' }] }]);

const nobody = (of: Component) => policy(named(of, names.of('bootstrap')), []);
