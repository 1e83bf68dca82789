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

/** The values by which a Service of another release is found. Without a host it is looked for in the namespace, under its usual name. */
export const peerService = (service: string, preset: number) => ({
  host: optional(
    host(
      `Host name or IP address. Without it, the Service ${service} in the namespace of the release.`,
    ),
  ),
  port: port('Port.', { default: preset }),
});

interface InCluster {
  readonly clusterDomain: Refs<ValueOf<typeof clusterDomain>>;
}

/** Its host as a helper of that name: what the values say, or the Service. */
export const peerServiceHost = (
  name: string,
  v: InCluster,
  own: Ref<string | undefined>,
  service: string,
): Ref<string> => helper(name, orDefault(own, serviceHost(v, service)));
