import { images } from '@helm-charts/alga';
import {
  boolean,
  image,
  object,
  oneOf,
  optional,
  port,
  resources,
  string,
} from '@helm-charts/types';

export const tls = {
  tls: object(
    'TLS terminator: nginx in front of the server and of Hocuspocus. If the scheme of the address is `http`, it serves plain HTTP.',
    {
      enabled: boolean('Whether the TLS terminator is installed.', { default: false }),
      image: image('Image of nginx, which must run without root.', images.nginx),
      existingSecret: string(
        'Name of the Secret of type `kubernetes.io/tls` with the certificate of the host. nginx reads a new one without a restart.',
        { default: 'alga-tls', pattern: '^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$', maxLength: 253 },
      ),
      issuer: optional(
        object(
          'Issuer of cert-manager, which must be installed. With it, the chart creates a Certificate for the host of `global.address`, which must be a DNS name, and cert-manager writes the Secret and renews its certificate. Also for an Ingress with the same Secret.',
          {
            name: string('Name of the issuer.', {
              pattern: '^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$',
              maxLength: 253,
            }),
            kind: string(
              'Kind of the issuer, for example `ClusterIssuer`. An `Issuer` must be in the namespace of the release.',
              {
                pattern: '^[A-Z][A-Za-z0-9]*$',
              },
            ),
            group: optional(
              string('API group of the issuer, if it is not one of cert-manager itself.', {
                pattern: '^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$',
              }),
            ),
          },
        ),
      ),
      service: object('Service that accepts the connections of users.', {
        type: oneOf('Type of the Service.', ['ClusterIP', 'NodePort', 'LoadBalancer'], {
          default: 'ClusterIP',
        }),
        port: port('Port of the Service.', { default: 443 }),
        nodePort: optional(port('Node port of the Service.')),
      }),
      resources: resources('Resources of the container of nginx.', {
        requests: { cpu: '50m', memory: '32Mi' },
        limits: { memory: '128Mi' },
      }),
    },
  ),
};
