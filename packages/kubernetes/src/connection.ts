import type { Address } from './address.ts';
import { stringAt, valueAt } from './fields.ts';
import { keyFor, keyOf } from './identity.ts';
import type { Model } from './model.ts';
import type { Pod } from './pod.ts';
import { type Service, selects, targetPort } from './service.ts';

/** A TCP connection that the pods of a template open to the pods of a Service. */
export interface Connection {
  readonly from: Pod;
  readonly to: Service;
  /** The port of the pods: its number, or its name if no pod of the Service is known. */
  readonly port: number | string;
}

/**
 * The connections between pods: each Service whose host name a pod has in its environment, commands, or in a ConfigMap that it
 * refers to. An address without a port is a connection to each port of the Service. Every connection is listed once.
 */
export const connectionsOf = (model: Model): readonly Connection[] => {
  const { pods, services, byKey, addresses } = model;
  const serviceOf = (namespace: string, name: string) => {
    const object = byKey.get(keyFor('Service', namespace, name));
    return services.find((service) => service.object === object);
  };
  const found = pods.flatMap((from) =>
    addressesOf(from, addresses).flatMap((address) => {
      const to = serviceOf(address.namespace, address.service);
      return to === undefined
        ? []
        : portsOf(to, address.port, pods).map((port): Connection => ({ from, to, port }));
    }),
  );
  const idOf = ({ from, to, port }: Connection): string =>
    [keyOf(from.object.manifest), keyOf(to.object.manifest), port].join(' ');
  return [...new Map(found.map((connection) => [idOf(connection), connection])).values()];
};

/** A pod connects to the Services in its own fields, and in the ConfigMaps that it refers to. */
const addressesOf = (
  { object, references }: Pod,
  addresses: readonly Address[],
): readonly Address[] => {
  const configMaps = new Set(
    references
      .filter(({ kind }) => kind === 'ConfigMap')
      .map(({ kind, namespace, name }) => keyFor(kind, namespace, name)),
  );
  return addresses.filter(
    (address) => address.object === object || configMaps.has(keyOf(address.object.manifest)),
  );
};

/** The ports of pods that are reached through the ports of a Service, all of them unless one is given. */
export const portsOf = (
  service: Service,
  wanted: number | undefined,
  pods: readonly Pod[],
): readonly (number | string)[] => {
  const pod = pods.find((one) => selects(service, one));
  // A headless Service has the addresses of its pods, so clients connect to a port of the pod directly.
  const isHeadless = valueAt(service.object.manifest, 'spec', 'clusterIP') === 'None';
  return service.ports
    .filter(({ port }) => wanted === undefined || port === wanted)
    .flatMap((port) => {
      const own = typeof port.port === 'number' ? port.port : undefined;
      const target = isHeadless
        ? own
        : ((pod && targetPort(port, pod)) ?? stringAt(port, 'targetPort') ?? own);
      return target ?? [];
    });
};
