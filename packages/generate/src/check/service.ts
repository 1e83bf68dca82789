import { type Fault, faultsAt, listOf, member, repeated, wrongName } from './fault.ts';
import { labelFaults } from './label.ts';
import { portFaults } from './port.ts';
import { dnsLabel, portName } from './text.ts';

/** What the API server refuses of a Service (Kubernetes pkg/apis/core/validation/validation.go ValidateService). */
export const serviceFaults = (spec: unknown): readonly Fault[] => {
  const ports = listOf(member(spec, 'ports'));
  const nameless = ports.findIndex(
    (port) => member(port, 'port') !== undefined && member(port, 'name') === undefined,
  );
  return [
    ...labelFaults(member(spec, 'selector'), ['selector']),
    ...repeated(ports, ['ports'], 'port'),
    ...ports.flatMap((port, at) => faultsAt(['ports', at], servicePortFaults(port))),
    ...(ports.length > 1 && nameless !== -1
      ? [
          {
            keys: ['ports', nameless],
            rule: 'field-missing',
            message: 'of several ports each needs a name, and the API server refuses this one',
            fix: 'set name, for example http',
          },
        ]
      : []),
  ];
};

const servicePortFaults = (port: unknown): readonly Fault[] => [
  ...wrongName(member(port, 'name'), ['name'], dnsLabel, 'write for example http'),
  ...portFaults(member(port, 'port'), ['port']),
  ...portFaults(member(port, 'targetPort'), ['targetPort']),
  ...wrongName(
    member(port, 'targetPort'),
    ['targetPort'],
    portName,
    'write the name of a port of the pods, for example http',
  ),
];
