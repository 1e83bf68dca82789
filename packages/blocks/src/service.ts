import {
  type Body,
  type Component,
  type Fields,
  type Kinds,
  type ManifestTemplate,
  manifest,
  type Ref,
  type When,
} from '@helm-charts/types';

/** A port of a Service. It connects to the port of the container that has the same name. */
export interface ServicePort {
  readonly name: string;
  readonly port: number | Ref<number>;
  readonly nodePort?: When<Ref<number>>;
}

/** What a chart says of a Service besides its ports: any field of its spec, and its annotations and further labels. */
export type ServiceOptions = Fields<
  Omit<NonNullable<Kinds['Service']['spec']>, 'selector' | 'ports'>
> &
  Pick<NonNullable<Body<'Service'>['metadata']>, 'annotations' | 'labels'>;

/**
 * A Service that connects to the pods of a component, on one port or several.
 *
 * @example
 * service(web, { name: 'http', port: v.service.port }, { type: 'LoadBalancer', annotations: v.service.annotations })
 */
export const service = (
  of: Component,
  ports: ServicePort | readonly ServicePort[],
  { annotations, labels, ...spec }: ServiceOptions = {},
): ManifestTemplate =>
  manifest('Service', of, {
    metadata: {
      ...(annotations !== undefined && { annotations }),
      ...(labels !== undefined && { labels }),
    },
    spec: {
      ...spec,
      selector: of.selector,
      ports: [ports].flat().map((port) => ({ ...port, targetPort: port.name })),
    },
  });

/**
 * A Service without an address of its own, which gives each pod of a StatefulSet a host name. It names pods that are not ready, too,
 * since members of a cluster look for each other before they are.
 */
export const headlessService = (
  of: Component,
  ports: ServicePort | readonly ServicePort[],
): ManifestTemplate => service(of, ports, { clusterIP: 'None', publishNotReadyAddresses: true });
