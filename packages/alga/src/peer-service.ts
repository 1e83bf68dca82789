import {
  helper,
  host,
  optional,
  orDefault,
  port,
  type Ref,
  type Refs,
  type ValueOf,
} from '@helm-charts/types';
import { type clusterDomain, serviceHost } from './installation.ts';

/** Host and port of a peer service. Without a host, the Service with the default name in the namespace of the release. */
export const peerService = (service: string, preset: number) => ({
  host: optional(
    host(
      `Host name or IP address to connect to. The default is the Service ${service} in the namespace of the release.`,
    ),
  ),
  port: port('Port to connect to.', { default: preset }),
});

interface InCluster {
  readonly clusterDomain: Refs<ValueOf<typeof clusterDomain>>;
}

/** The host of a peer service, as a named template: the host in the values, or else the Service. */
export const peerServiceHost = (
  name: string,
  v: InCluster,
  own: Ref<string | undefined>,
  service: string,
): Ref<string> => helper(name, orDefault(own, serviceHost(v, service)));
