import { pods } from '@helm-charts/blocks';
import { boolean, map, object, optional, string } from '@helm-charts/types';

export const network = {
  ingress: object('The way in for users.', {
    enabled: boolean('There is an Ingress for the host.', { default: false }),
    className: optional(string('Which controller serves it.', { minLength: 1 })),
    annotations: map('What the controller is told.', string('Value of the annotation.')),
    tlsSecret: optional(string('Secret with the certificate of the host.', { minLength: 1 })),
  }),
  networkPolicy: object('Who may connect.', {
    enabled: boolean(
      "To Postgres and Redis only pods of the release's namespace; to the server and Hocuspocus anybody, on their port.",
      { default: false },
    ),
  }),

  pods,
};
