import { isDeepStrictEqual } from 'node:util';
import { isFields, itemKey, type Value } from './list.ts';
import type { KubernetesObject } from './object.ts';
import type { Resource } from './resource.ts';

/** The fields of an object that somebody has written: their paths, as in `.spec.ports[port=80,protocol="TCP"].name`, and values. */
export type Leaves = ReadonlyMap<string, Value>;

/** Who writes an object, and how: what is applied is remembered as a whole, other writes as the fields that they changed. */
export interface Manager {
  readonly name: string;
  readonly applies: boolean;
}

/** Which fields of an object belong to whom. */
export type Ownership = readonly {
  readonly manager: Manager;
  readonly paths: ReadonlySet<string>;
}[];

/** The fields of an object that can belong to somebody; its name and what the server fills in cannot. */
export const leavesOf = (object: KubernetesObject | undefined, of: Resource): Leaves => {
  if (object === undefined) return new Map();
  const { apiVersion: _, kind: __, metadata, ...rest } = object;
  const { labels, annotations, finalizers, ownerReferences } = metadata;
  const owned = { metadata: { labels, annotations, finalizers, ownerReferences }, ...rest };
  return new Map(walk(owned, '', '', of));
};

/** The ownership after a write that was no apply: who changed a field has it from then on. */
export const changed = (
  ownership: Ownership,
  manager: Manager,
  before: Leaves,
  after: Leaves,
): Ownership => {
  const written = [...after].filter(([path, value]) => !isDeepStrictEqual(before.get(path), value));
  const gone = [...before.keys()].filter((path) => !after.has(path));
  const paths = written.map(([path]) => path);
  return give(
    take(ownership, new Set([...paths, ...gone]), manager),
    manager,
    new Set(paths),
    true,
  );
};

/** The ownership after an apply: the manager has what it applied and nothing else. */
export const applied = (
  ownership: Ownership,
  manager: Manager,
  paths: ReadonlySet<string>,
  forced: ReadonlySet<string>,
): Ownership => give(take(ownership, forced, manager), manager, paths, false);

export const isSame = (a: Manager, b: Manager): boolean =>
  a.name === b.name && a.applies === b.applies;

const give = (
  ownership: Ownership,
  manager: Manager,
  paths: ReadonlySet<string>,
  adds: boolean,
): Ownership => {
  const own = ownership.find((entry) => isSame(entry.manager, manager));
  const others = ownership.filter((entry) => entry !== own);
  return [...others, { manager, paths: new Set([...paths, ...((adds && own?.paths) || [])]) }];
};

const take = (ownership: Ownership, paths: ReadonlySet<string>, by: Manager): Ownership =>
  ownership.map((entry) =>
    isSame(entry.manager, by)
      ? entry
      : { ...entry, paths: new Set([...entry.paths].filter((path) => !paths.has(path))) },
  );

function* walk(value: Value, path: string, name: string, of: Resource): Generator<[string, Value]> {
  if (isFields(value) && Object.keys(value).length > 0) {
    for (const [key, member] of Object.entries(value)) {
      if (member !== undefined) yield* walk(member, `${path}${fieldOf(key)}`, key, of);
    }
  } else if (Array.isArray(value) && value.some((item) => itemKey(name, item, of) !== undefined)) {
    for (const item of value) yield* walk(item, `${path}${itemKey(name, item, of)}`, '', of);
  } else if (path !== '') {
    yield [path, value];
  }
}

/** A key with a dot in it, as of an annotation, is bracketed so that it can't be taken for two. */
export const fieldOf = (key: string): string => (/[.[]/.test(key) ? `[${key}]` : `.${key}`);
