import { Failure, type ProfileAddress, type SiteAddress } from '@helm-charts/types';
import { type LiveObject, type Reference, reference } from '../api/object.ts';
import type { Session } from '../session.ts';
import type { Endpoint } from './ask.ts';

/**
 * Where connections of users arrive in the cluster: at a load balancer or at a node. Where the Service has no address outside the
 * cluster, for instance behind an Ingress, it is the address itself.
 */
export const endpointOf = async (
  session: Session,
  service: LiveObject | undefined,
  { host, port }: SiteAddress,
): Promise<Endpoint> => {
  // Every Service has these fields (Kubernetes core/v1 Service).
  const { type, ports = [] } = (service?.spec ?? {}) as ServiceSpec;
  const { loadBalancer } = (service?.status ?? {}) as ServiceStatus;
  const [balancer] = loadBalancer?.ingress ?? [];
  const balanced = balancer?.ip ?? balancer?.hostname;
  const [first] = ports;
  if (first && balanced !== undefined) return { host: balanced, port: first.port };
  if (first?.nodePort !== undefined && type !== 'ClusterIP') {
    const node = await nodeAddress(session);
    if (node !== undefined) return { host: node, port: first.nodePort };
  }
  return { host, port };
};

/** The Service of the terminator. */
export const serviceOf = ({ site }: Session, { service }: ProfileAddress): Reference =>
  reference('v1', 'Service', service, site.targetNamespace);

const nodeAddress = async ({ api }: Session): Promise<string | undefined> => {
  const nodes = await api.list({ apiVersion: 'v1', kind: 'Node' }).catch((error: unknown) => {
    // Who may see the releases need not see the nodes.
    if (error instanceof Failure && error.exitCode === 4) return [];
    throw error;
  });
  const addresses = nodes.flatMap(
    ({ status }) => (status?.addresses ?? []) as readonly NodeAddress[],
  );
  const of = (type: string) => addresses.find((address) => address.type === type)?.address;
  return of('ExternalIP') ?? of('InternalIP');
};

interface ServiceSpec {
  readonly type?: string;
  readonly ports?: readonly { readonly port: number; readonly nodePort?: number }[];
}

interface ServiceStatus {
  readonly loadBalancer?: {
    readonly ingress?: readonly { readonly ip?: string; readonly hostname?: string }[];
  };
}

interface NodeAddress {
  readonly type: string;
  readonly address: string;
}
