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

/** A port of a Service. It forwards to the container port of the same name. */
export interface ServicePort {
  readonly name: string;
  readonly port: number | Ref<number>;
  readonly nodePort?: When<Ref<number>>;
}

/** Options of a Service besides its ports: any field of its spec, annotations and additional labels. */
export type ServiceOptions = Fields<
  Omit<NonNullable<Kinds['Service']['spec']>, 'selector' | 'ports'>
> &
  Pick<NonNullable<Body<'Service'>['metadata']>, 'annotations' | 'labels'>;

/**
 * A Service for the pods of a component, with one port or several.
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
 * A headless Service, which gives each pod of a StatefulSet a DNS name. It also publishes pods that are not ready, since members of a
 * cluster look each other up before they are ready.
 */
export const headlessService = (
  of: Component,
  ports: ServicePort | readonly ServicePort[],
): ManifestTemplate => service(of, ports, { clusterIP: 'None', publishNotReadyAddresses: true });
