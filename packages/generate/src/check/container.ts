import {
  type Fault,
  faultsAt,
  isWhole,
  listOf,
  member,
  repeated,
  textsOf,
  wrong,
  wrongName,
} from './fault.ts';
import { portFaults } from './port.ts';
import { resourceFaults } from './resources.ts';
import { dnsLabel, portName, variableName } from './text.ts';

/** What the API server refuses of a container (Kubernetes pkg/apis/core/validation/validation.go). */
export const containerFaults = (container: unknown): readonly Fault[] => {
  const ports = listOf(member(container, 'ports'));
  const variables = listOf(member(container, 'env'));
  const mounts = listOf(member(container, 'volumeMounts'));
  return [
    ...wrongName(member(container, 'name'), ['name'], dnsLabel, 'write for example web'),
    ...repeated(mounts, ['volumeMounts'], 'mount path', 'mountPath'),
    ...repeated(ports, ['ports'], 'port'),
    ...repeated(variables, ['env'], 'variable'),
    ...ports.flatMap((port, at) =>
      faultsAt(
        ['ports', at],
        [
          ...wrongName(member(port, 'name'), ['name'], portName, 'write for example http'),
          ...portFaults(member(port, 'containerPort'), ['containerPort']),
        ],
      ),
    ),
    ...variables.flatMap((one, at) =>
      wrong(member(one, 'name'), ['env', at, 'name'], variableName),
    ),
    ...(isWhole(ports) ? probeFaults(container, textsOf(ports)) : []),
    ...faultsAt(['resources'], resourceFaults(member(container, 'resources'))),
  ];
};

/** Probes that name a port which the container does not have. */
const probeFaults = (container: unknown, ports: readonly string[]): readonly Fault[] =>
  ['startupProbe', 'readinessProbe', 'livenessProbe'].flatMap((probe) =>
    ['httpGet', 'tcpSocket'].flatMap((action) => {
      const port = member(container, probe, action, 'port');
      const keys = [probe, action, 'port'];
      if (typeof port !== 'string' || ports.includes(port)) return portFaults(port, keys);
      return [
        {
          keys,
          rule: 'probe-port',
          message: `the container has no port "${port}", so the kubelet never gets an answer`,
          fix: ports.length > 0 ? `use one of ${ports.join(', ')}` : 'add the port to ports',
        },
      ];
    }),
  );

/** Mounts of volumes that the pod does not have. */
export const mountFaults = (container: unknown, volumes: readonly string[]): readonly Fault[] =>
  listOf(member(container, 'volumeMounts')).flatMap((mount, index) => {
    const name = member(mount, 'name');
    if (typeof name !== 'string' || volumes.includes(name)) return [];
    return [
      {
        keys: ['volumeMounts', index, 'name'],
        rule: 'mount-without-volume',
        message: `the pod has no volume "${name}", so the API server refuses it`,
        fix: 'add the volume, under the same condition as the mount',
      },
    ];
  });
