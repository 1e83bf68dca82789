import { pods } from '@helm-charts/blocks';
import { boolean, map, object, optional, string } from '@helm-charts/types';

export const network = {
  ingress: object('Ingress of the application.', {
    enabled: boolean('Whether the Ingress is created.', { default: false }),
    className: optional(string('Class of the Ingress.', { minLength: 1 })),
    annotations: map('Annotations of the Ingress.', string('Value of the annotation.')),
    tlsSecret: optional(
      string('Name of the Secret with the TLS certificate of the host.', { minLength: 1 }),
    ),
  }),
  networkPolicy: object('NetworkPolicy.', {
    enabled: boolean(
      'Whether NetworkPolicies are created. Then only pods in the namespace of the release may connect to Postgres and Redis. The server and Hocuspocus accept connections from everywhere.',
      { default: false },
    ),
  }),

  pods,
};
