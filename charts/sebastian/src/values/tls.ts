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
