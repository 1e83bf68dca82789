import {
  connectionsOf,
  type Model,
  objectsAt,
  type Pod,
  portsOf,
  type Service,
  selects,
  stringAt,
} from '@helm-charts/kubernetes';
import { type Checked, type Finding, manifestId, type NetworkDefinition } from '@helm-charts/types';
import { keyOfWorkload, type Workload, workloadOf, workloadOfService } from './workload.ts';

/** Traffic between two workloads, from Prometheus, or between a workload and addresses outside of the cluster. */
export interface Flow {
  readonly from: Workload | 'outside' | 'prometheus';
  readonly to: Workload | 'outside';
  /** The TCP port of the pods; undefined means all ports. */
  readonly port?: number | string;
}

/**
 * The flows of a cluster: the connections between its pods, those from outside to Services with a node port and to backends of an
 * Ingress, those of Prometheus, and those to the outside that the profile names. The pods of an `opaque` release may also connect to each other.
 */
export const flowsOf = (
  model: Model,
  { internet, prometheus }: NetworkDefinition,
  opaque: ReadonlySet<string>,
): Checked<readonly Flow[]> => {
  const { pods } = model;
  const workloads = pods.map(workloadOf);
  const unknown = internet.filter((name) => !workloads.some((workload) => workload.name === name));
  if (unknown.length > 0) return { findings: unknown.map((name) => missing(name, workloads)) };
  return {
    value: deduplicate([
      ...connectionsOf(model).flatMap(({ from, to, port }) =>
        targetsOf(to, pods).map((target) => ({ from: workloadOf(from), to: target, port })),
      ),
      ...openServices(model).flatMap(([service, port]) =>
        targetsOf(service, pods).flatMap((to) =>
          portsOf(service, port, pods).map((own) => ({ from: 'outside' as const, to, port: own })),
        ),
      ),
      ...workloads
        .filter(({ name }) => internet.includes(name))
        .map((from) => ({ from, to: 'outside' as const })),
      ...(prometheus === undefined ? [] : pods.flatMap(scrapesOf)),
      ...workloads.filter(({ name }) => opaque.has(name)).map((from) => ({ from, to: from })),
    ]),
    findings: [],
  };
};

/** The flows from Prometheus to the container ports with the name `metrics`. */
const scrapesOf = (pod: Pod): readonly Flow[] =>
  pod.containers
    .flatMap(({ fields }) => objectsAt(fields, 'ports'))
    .flatMap(({ name, containerPort }) =>
      name === 'metrics' && typeof containerPort === 'number'
        ? [{ from: 'prometheus', to: workloadOf(pod), port: containerPort }]
        : [],
    );

/** The workloads behind a Service; what it selects if none of its pods is rendered. */
const targetsOf = (service: Service, pods: readonly Pod[]): readonly Workload[] => {
  const selected = pods.filter((pod) => selects(service, pod)).map(workloadOf);
  if (selected.length > 0) return selected;
  return Object.keys(service.selector).length > 0 ? [workloadOfService(service)] : [];
};

/** The Services that clients outside of the cluster reach, with the port if only one is reached. */
const openServices = ({
  services,
  edges,
}: Model): readonly (readonly [Service, number | undefined])[] => {
  const open = services.filter(({ object }) =>
    ['NodePort', 'LoadBalancer'].includes(stringAt(object.manifest, 'spec', 'type') ?? ''),
  );
  const backends = edges.filter(
    ({ from, kind }) => kind === 'address' && from.startsWith('Ingress '),
  );
  const byId = new Map(services.map((service) => [manifestId(service.object.manifest), service]));
  return [
    ...open.map((service) => [service, undefined] as const),
    ...backends.flatMap(({ to, part }) => {
      const service = byId.get(to);
      if (service === undefined) return [];
      const port = service.ports.find(({ name, port }) => part === name || part === String(port));
      return typeof port?.port === 'number' ? [[service, port.port] as const] : [];
    }),
  ];
};

const deduplicate = (flows: readonly Flow[]): readonly Flow[] => {
  const keyOf = (end: Flow['from']) => (typeof end === 'object' ? keyOfWorkload(end) : end);
  const id = ({ from, to, port }: Flow) => [keyOf(from), keyOf(to), port].join(' ');
  return [...new Map(flows.map((flow) => [id(flow), flow])).values()];
};

const missing = (name: string, workloads: readonly Workload[]): Finding => ({
  rule: 'network',
  severity: 'error',
  input: 'network.internet',
  message: `no release has a workload "${name}", so no policy lets it connect to the outside`,
  fix: `name one of ${[...new Set(workloads.map((one) => one.name))].toSorted().join(', ')}`,
});
