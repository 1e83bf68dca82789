import type { Finding } from '@helm-charts/types';
import {
  dnsLabel,
  labelValue,
  portName,
  qualifiedName,
  type TextCheck,
  variableName,
} from './text.ts';

/** A fault of a manifest: the keys of its field, what is wrong, and what to do. */
export interface Fault extends Pick<Finding, 'rule' | 'message' | 'fix'> {
  readonly keys: readonly (string | number)[];
}

type Fields = Readonly<Record<string, unknown>>;

/** A pod in a manifest: the keys of its template, and the selector that must match its labels. */
export interface PodTemplate {
  readonly keys: readonly string[];
  readonly template: Fields;
}

/** The pods of a manifest, in the place where its kind has them. */
export const podsOf = (manifest: Fields): readonly PodTemplate[] => {
  const keys = places[String(manifest.kind)];
  if (keys === undefined) return [];
  const template = keys.reduce<unknown>((at, key) => member(at, key), manifest);
  return isFields(template) ? [{ keys, template }] : [];
};

const places: Readonly<Record<string, readonly string[]>> = {
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
  DaemonSet: ['spec', 'template'],
  Deployment: ['spec', 'template'],
  Job: ['spec', 'template'],
  Pod: [],
  ReplicaSet: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
};

/** What the API server refuses of a pod (Kubernetes pkg/apis/core/validation/validation.go). */
export const podFaults = (manifest: Fields): readonly Fault[] =>
  podsOf(manifest).flatMap(({ keys, template }) => {
    const spec = member(template, 'spec');
    const volumes = listOf(member(spec, 'volumes'));
    const claims = listOf(member(member(manifest, 'spec'), 'volumeClaimTemplates'));
    const known = [
      ...names(volumes),
      ...claims.flatMap((claim) => text(member(member(claim, 'metadata'), 'name'))),
    ];
    const isKnown = isWhole(volumes) && isWhole(claims);
    const containers = ['initContainers', 'containers'].flatMap((list) =>
      listOf(member(spec, list)).map((container, at) => ({ container, at: [list, at] })),
    );
    const faults = [
      ...repeated(volumes, ['volumes'], 'volume'),
      ...volumes.flatMap((volume, at) =>
        wrong(member(volume, 'name'), ['volumes', at, 'name'], dnsLabel, aName),
      ),
      ...containers.flatMap(({ container, at }, index) => [
        ...(containers.findIndex((one) => isSame(one.container, container)) < index
          ? [twice([...at, 'name'], 'container', String(member(container, 'name')))]
          : []),
        ...containerFaults(container).map((fault) => ({ ...fault, keys: [...at, ...fault.keys] })),
        ...(isKnown ? unmounted(container, known, at) : []),
      ]),
    ];
    return faults.map((fault) => ({ ...fault, keys: [...keys, 'spec', ...fault.keys] }));
  });

const containerFaults = (container: unknown): readonly Fault[] => {
  const ports = listOf(member(container, 'ports'));
  const variables = listOf(member(container, 'env'));
  const mounts = listOf(member(container, 'volumeMounts'));
  return [
    ...wrong(member(container, 'name'), ['name'], dnsLabel, aName),
    ...repeated(mounts, ['volumeMounts'], 'mount path', 'mountPath'),
    ...repeated(ports, ['ports'], 'port'),
    ...repeated(variables, ['env'], 'variable'),
    ...ports.flatMap((port, at) =>
      wrong(member(port, 'name'), ['ports', at, 'name'], portName, 'write for example http'),
    ),
    ...variables.flatMap((one, at) =>
      wrong(member(one, 'name'), ['env', at, 'name'], variableName),
    ),
    ...(isWhole(ports) ? probeFaults(container, names(ports)) : []),
  ];
};

/** Probes that name a port which the container does not have. */
const probeFaults = (container: unknown, ports: readonly string[]): readonly Fault[] =>
  ['startupProbe', 'readinessProbe', 'livenessProbe'].flatMap((probe) =>
    ['httpGet', 'tcpSocket'].flatMap((action) => {
      const port = member(member(member(container, probe), action), 'port');
      if (typeof port !== 'string' || ports.includes(port)) return [];
      return [
        {
          keys: [probe, action, 'port'],
          rule: 'probe-port',
          message: `the container has no port "${port}", so the kubelet never gets an answer`,
          fix: ports.length > 0 ? `use one of ${ports.join(', ')}` : 'add the port to ports',
        },
      ];
    }),
  );

const unmounted = (
  container: unknown,
  volumes: readonly string[],
  at: readonly (string | number)[],
): readonly Fault[] =>
  listOf(member(container, 'volumeMounts')).flatMap((mount, index) => {
    const name = member(mount, 'name');
    if (typeof name !== 'string' || volumes.includes(name)) return [];
    return [
      {
        keys: [...at, 'volumeMounts', index, 'name'],
        rule: 'mount-without-volume',
        message: `the pod has no volume "${name}", so the API server refuses it`,
        fix: 'add the volume, under the same condition as the mount',
      },
    ];
  });

const aName = 'write for example web';

/** What is wrong with a literal text. */
export const wrong = (
  value: unknown,
  keys: readonly (string | number)[],
  check: TextCheck,
  fix = 'write for example web-1',
): readonly Fault[] => {
  const problem = typeof value === 'string' ? check(value) : undefined;
  return problem === undefined
    ? []
    : [
        {
          keys,
          rule: 'field-text',
          message: `"${value}" ${problem}, so the API server refuses the object`,
          fix,
        },
      ];
};

/** What is wrong with labels that the chart writes. */
export const labelFaults = (
  labels: unknown,
  keys: readonly (string | number)[],
): readonly Fault[] =>
  Object.entries(isFields(labels) ? labels : {}).flatMap(([key, value]) => [
    ...wrong(key, [...keys, key], qualifiedName),
    ...wrong(value, [...keys, key], labelValue),
  ]);

/** Items of a list with the key of an earlier one. */
export const repeated = (
  items: readonly unknown[],
  keys: readonly (string | number)[],
  noun: string,
  key = 'name',
): readonly Fault[] =>
  items.flatMap((item, index) =>
    items.findIndex((one) => isSame(one, item, key)) < index
      ? [twice([...keys, index, key], noun, String(member(item, key)))]
      : [],
  );

const twice = (keys: readonly (string | number)[], noun: string, name: string): Fault => ({
  keys,
  rule: 'name-twice',
  message: `the ${noun} "${name}" is there twice, and the API server keeps or admits only one`,
  fix: 'remove one, or give it another name',
});

const isSame = (one: unknown, other: unknown, key = 'name'): boolean =>
  one === other ||
  (typeof member(one, key) === 'string' && member(one, key) === member(other, key));

const names = (items: readonly unknown[]): readonly string[] =>
  items.flatMap((item) => text(member(item, 'name')));

const text = (value: unknown): readonly string[] => (typeof value === 'string' ? [value] : []);

/** Whether the names of all items are known. */
const isWhole = (items: readonly unknown[]): boolean => items.every(isFields);

const listOf = (value: unknown): readonly unknown[] => {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
};

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A member of an object; undefined for everything else. */
export const member = (value: unknown, key: string): unknown =>
  isFields(value) ? value[key] : undefined;
