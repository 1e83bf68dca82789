import { containerFaults, mountFaults } from './container.ts';
import {
  type Fault,
  type Fields,
  faultsAt,
  fieldsOf,
  isFields,
  isWhole,
  listOf,
  member,
  repeated,
  textsOf,
  twice,
  wrongName,
} from './fault.ts';
import { labelFaults, metadataFaults, selectorFaults } from './label.ts';
import { dnsLabel } from './text.ts';

/** A pod in a manifest: the keys of its template, and the template. */
export interface PodTemplate {
  readonly keys: readonly string[];
  readonly template: Fields;
}

/** The pod templates of a manifest, at the path of its kind. */
export const podsOf = (manifest: Fields): readonly PodTemplate[] => {
  const keys = places[String(manifest.kind)];
  if (keys === undefined) return [];
  const template = member(manifest, ...keys);
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

/** Reports what the API server rejects in a pod (Kubernetes pkg/apis/core/validation/validation.go). */
export const podFaults = (manifest: Fields): readonly Fault[] =>
  podsOf(manifest).flatMap(({ keys, template }) => {
    const spec = member(template, 'spec');
    const claims = listOf(member(manifest, 'spec', 'volumeClaimTemplates'));
    return [
      ...(keys.length === 0
        ? []
        : metadataFaults(member(template, 'metadata'), [...keys, 'metadata'])),
      ...faultsAt(
        [...keys, 'spec'],
        [...volumeFaults(spec), ...containersFaults(spec, claims), ...schedulingFaults(spec)],
      ),
    ];
  });

/** All containers of a pod, with their keys. */
export const containersOf = (
  spec: unknown,
): readonly { readonly container: unknown; readonly keys: readonly [string, number] }[] =>
  ['initContainers', 'containers'].flatMap((list) =>
    listOf(member(spec, list)).map((container, at) => ({ container, keys: [list, at] as const })),
  );

const volumeFaults = (spec: unknown): readonly Fault[] => {
  const volumes = listOf(member(spec, 'volumes'));
  return [
    ...repeated(volumes, ['volumes'], 'volume'),
    ...volumes.flatMap((volume, at) =>
      wrongName(member(volume, 'name'), ['volumes', at, 'name'], dnsLabel, 'write for example web'),
    ),
  ];
};

const containersFaults = (spec: unknown, claims: readonly unknown[]): readonly Fault[] => {
  const volumes = listOf(member(spec, 'volumes'));
  const known = [...textsOf(volumes), ...textsOf(claims.map((claim) => member(claim, 'metadata')))];
  const isKnown = isWhole(volumes) && isWhole(claims);
  const containers = containersOf(spec);
  const names = containers.map(({ container }) => member(container, 'name'));
  return containers.flatMap(({ container, keys }, index) => {
    const name = names[index];
    return faultsAt(keys, [
      ...(typeof name === 'string' && names.indexOf(name) < index
        ? [twice(['name'], 'container', name)]
        : []),
      ...containerFaults(container),
      ...(isKnown ? mountFaults(container, known) : []),
    ]);
  });
};

/** Labels and selectors by which a pod is scheduled. */
const schedulingFaults = (spec: unknown): readonly Fault[] => [
  ...labelFaults(member(spec, 'nodeSelector'), ['nodeSelector']),
  ...listOf(member(spec, 'topologySpreadConstraints')).flatMap((one, at) =>
    selectorFaults(member(one, 'labelSelector'), [
      'topologySpreadConstraints',
      at,
      'labelSelector',
    ]),
  ),
  ...['podAffinity', 'podAntiAffinity'].flatMap((kind) =>
    faultsAt(['affinity', kind], affinityFaults(member(spec, 'affinity', kind))),
  ),
];

const affinityFaults = (affinity: unknown): readonly Fault[] => {
  const {
    requiredDuringSchedulingIgnoredDuringExecution: required,
    preferredDuringSchedulingIgnoredDuringExecution: preferred,
  } = fieldsOf(affinity);
  return [
    ...listOf(required).flatMap((term, at) =>
      selectorFaults(member(term, 'labelSelector'), [
        'requiredDuringSchedulingIgnoredDuringExecution',
        at,
        'labelSelector',
      ]),
    ),
    ...listOf(preferred).flatMap((term, at) =>
      selectorFaults(member(term, 'podAffinityTerm', 'labelSelector'), [
        'preferredDuringSchedulingIgnoredDuringExecution',
        at,
        'podAffinityTerm',
        'labelSelector',
      ]),
    ),
  ];
};
