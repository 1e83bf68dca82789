import { isDeepStrictEqual } from 'node:util';
import { immutableChanges } from '@helm-charts/check';
import { groupOf, keyFor, namespaceOf } from '@helm-charts/kubernetes';
import type { Manifest } from '@helm-charts/types';
import { compareImages } from './images.ts';
import { type Reason, reason } from './rules.ts';
import { isObject } from './schema.ts';

/** The manifests of a chart with each overlay, by the name of the overlay. */
export type Renders = Readonly<Record<string, readonly Manifest[]>>;

/** What differs between the objects of two versions of a chart, rendered with the same overlays. */
export const compareObjects = (before: Renders, after: Renders): readonly Reason[] => {
  const pairs = Object.keys(after)
    .filter((overlay) => overlay in before)
    .map((overlay) => [keyed(before[overlay] ?? []), keyed(after[overlay] ?? [])] as const);
  const found = pairs.flatMap(([was, is]) => [
    ...[...was].flatMap(([key, object]) => (is.has(key) ? [] : [removed(object)])),
    ...[...is].flatMap(([key, object]) => {
      const old = was.get(key);
      return old === undefined
        ? [reason('object-added', `the ${nameOf(object)} is added`)]
        : compareObject(old, object);
    }),
  ]);
  return [...found, ...changed(pairs)];
};

type Objects = ReadonlyMap<string, Manifest>;

/** A name that ends with a hash of the content is another one after each change. */
const stem = (name: string): string =>
  name.replace(/-(?=[0-9a-z]*\d)(?=[0-9a-z]*[a-z])[0-9a-z]{8,}$/, '');

const keyed = (manifests: readonly Manifest[]): Objects =>
  new Map(
    manifests.map((one) => [
      keyFor(one.kind, namespaceOf(one), stem(one.metadata.name), groupOf(one)),
      one,
    ]),
  );

const nameOf = ({ kind, metadata }: Manifest): string => `${kind} ${metadata.name}`;

const data = [
  'PersistentVolume',
  'PersistentVolumeClaim',
  'StatefulSet',
  'Secret',
  'CustomResourceDefinition',
  'Namespace',
];
const addresses = ['Service', 'ServiceAccount', 'StorageClass', 'IngressClass', 'PriorityClass'];

const removed = (object: Manifest): Reason => {
  const { kind } = object;
  const rule =
    isHook(object) || (!data.includes(kind) && !addresses.includes(kind))
      ? 'object-removed'
      : data.includes(kind)
        ? 'data-removed'
        : 'address-removed';
  return reason(rule, `the ${nameOf(object)} is removed or has another name`);
};

/** Helm creates hooks anew, so they own nothing that stays. */
const isHook = ({ metadata }: Manifest): boolean =>
  metadata.annotations?.['helm.sh/hook'] !== undefined;

const compareObject = (was: Manifest, is: Manifest): readonly Reason[] => [
  ...(was.metadata.name === is.metadata.name && !isHook(is)
    ? immutableChanges(was, is).map((path) =>
        reason(
          'immutable-field',
          `the ${nameOf(is)} has another ${path.join('.')}, which the API server does not change`,
        ),
      )
    : []),
  ...comparePorts(was, is),
  ...compareImages(was, is, `the ${nameOf(is)}`),
];

/** The ports that clients of a Service use. */
const comparePorts = (was: Manifest, is: Manifest): readonly Reason[] => {
  if (is.kind !== 'Service') return [];
  const ports = ({ spec }: Manifest): readonly string[] => {
    const list = isObject(spec) && Array.isArray(spec.ports) ? spec.ports : [];
    return list.map(({ port, protocol = 'TCP' }) => `${port}/${protocol}`);
  };
  const now = ports(is);
  return ports(was)
    .filter((port) => !now.includes(port))
    .map((port) => reason('address-removed', `the ${nameOf(is)} has no port ${port} any more`));
};

/** One reason for each object, with the fields that differ with any overlay. */
const changed = (pairs: readonly (readonly [Objects, Objects])[]): readonly Reason[] => {
  const fields = new Map<string, Set<string>>();
  for (const [was, is] of pairs)
    for (const [key, object] of is) {
      const old = was.get(key);
      if (old === undefined) continue;
      for (const path of differences(quiet(old), quiet(object))) {
        const name = nameOf(object);
        fields.set(name, (fields.get(name) ?? new Set()).add(path));
      }
    }
  return [...fields].map(([name, paths]) => {
    const [list, more] = [[...paths].slice(0, 4), paths.size - 4];
    return reason(
      'object-changed',
      `the ${name} has another ${list.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
    );
  });
};

/** Labels and annotations that change with each version of a chart. */
const ofVersion = /^(helm\.sh\/chart|chart|app\.kubernetes\.io\/version)$|checksum/;

/** Without what changes with each version, and with lists of named things as maps. Images have a reason of their own. */
const quiet = (value: unknown): unknown => {
  if (Array.isArray(value)) {
    const names = new Set(value.map((item) => (isObject(item) ? item.name : undefined)));
    return names.size < value.length || names.has(undefined)
      ? value.map(quiet)
      : Object.fromEntries(value.map((item) => [`[${item.name}]`, withoutImage(quiet(item))]));
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !ofVersion.test(key))
      .map(([key, member]) => [key, quiet(member)]),
  );
};

const withoutImage = (item: unknown): unknown => {
  if (!isObject(item) || typeof item.image !== 'string') return item;
  const { image: _, ...rest } = item;
  return rest;
};

/** The paths of the fields that differ, as far as both sides are maps. */
const differences = (
  was: unknown,
  is: unknown,
  path: readonly string[] = [],
): readonly string[] => {
  if (isDeepStrictEqual(was, is)) return [];
  if (!isObject(was) || !isObject(is)) return [path.join('.').replaceAll('.[', '[')];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((key) =>
    differences(was[key], is[key], [...path, key]),
  );
};
