import { boolean, fragment, list, map, object, optional, string } from '@helm-charts/types';

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

  pods: object('What all pods of the chart have in common.', {
    imagePullSecrets: list('Secrets that open the registries.', string('Name of a Secret.')),
    annotations: map('Further annotations.', string('Value of the annotation.')),
    labels: map('Further labels.', string('Value of the label.')),
    nodeSelector: map('Labels of the nodes that may run them.', string('Value of the label.')),
    tolerations: list('Taints of nodes that they bear.', fragment('Toleration', 'A taint.')),
    affinity: optional(fragment('Affinity', 'Which nodes and neighbours they prefer.')),
    priorityClassName: optional(string('Their importance when the node runs short.')),
  }),
};
