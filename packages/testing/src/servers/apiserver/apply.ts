import { isDeepStrictEqual } from 'node:util';
import { isFields, mergePatch } from './merge.ts';
import type { KubernetesObject } from './object.ts';
import { Refusal } from './status.ts';

/** The owner of a field. A manager that applies and a manager of the same name that updates are different owners. */
interface Owner {
  readonly name: string;
  readonly applies: boolean;
}

/** The owners of the fields of an object, by path: `.spec.replicas`, `.metadata.labels[example.com/team]`. */
export type Owners = ReadonlyMap<string, Owner>;

/** An object and the owners of its fields. */
export interface Owned {
  readonly object: KubernetesObject;
  readonly owners: Owners;
}

/**
 * Server-side apply without force: the sent fields are merged over the existing ones, and fields that the manager applied before but no
 * longer sends are removed. Lists are replaced as a whole.
 * @throws {Refusal} Conflict, if another manager owns a field with another value.
 */
export const apply = (live: Owned | undefined, name: string, sent: KubernetesObject): Owned => {
  const before = live?.owners ?? new Map<string, Owner>();
  const isOwn = ({ name: of, applies }: Owner): boolean => applies && of === name;
  const wanted = leavesOf(sent);
  const there = leavesOf(live?.object);
  const conflicts = [...wanted].flatMap(([path, value]) => {
    const owner = before.get(path);
    const isKept = owner === undefined || isOwn(owner) || isDeepStrictEqual(there.get(path), value);
    return isKept ? [] : [{ path, by: owner.name }];
  });
  if (conflicts.length > 0) throw conflict(conflicts, sent);
  const gone = new Set(
    [...before].flatMap(([path, owner]) => (isOwn(owner) && !wanted.has(path) ? [path] : [])),
  );
  const kept = [...before].filter(([path]) => !gone.has(path));
  const own = [...wanted.keys()].map((path) => [path, { name, applies: true }] as const);
  // The merge of two objects with a name is an object with a name.
  const object = without(mergePatch(live?.object, sent), gone) as KubernetesObject;
  return { object, owners: new Map([...own, ...kept]) };
};

/** The result of a write that is not an apply: the manager owns the fields that it changed. */
export const written = (live: Owned | undefined, name: string, object: KubernetesObject): Owned => {
  const before = leavesOf(live?.object);
  const after = leavesOf(object);
  const changed = [...after].filter(([path, value]) => !isDeepStrictEqual(before.get(path), value));
  const kept = [...(live?.owners ?? [])].filter(([path]) => after.has(path));
  const own = changed.map(([path]) => [path, { name, applies: false }] as const);
  return { object, owners: new Map([...kept, ...own]) };
};

/** The fields that can have an owner, with their values. The name and fields that the server sets have no owner. */
const leavesOf = (object: KubernetesObject | undefined): ReadonlyMap<string, unknown> => {
  if (object === undefined) return new Map();
  const { apiVersion: _, kind: __, status: ___, metadata, ...rest } = object;
  const { labels, annotations } = metadata;
  return new Map(walk({ metadata: { labels, annotations }, ...rest }, ''));
};

function* walk(value: unknown, path: string): Generator<[string, unknown]> {
  if (isFields(value) && Object.keys(value).length > 0) {
    for (const [key, member] of Object.entries(value)) {
      if (member !== undefined) yield* walk(member, `${path}${fieldOf(key)}`);
    }
  } else if (path !== '') {
    yield [path, value];
  }
}

/** Removes fields, and mappings that become empty. */
const without = (value: unknown, gone: ReadonlySet<string>, path = ''): unknown => {
  if (!isFields(value)) return value;
  const kept = Object.entries(value).flatMap(([key, member]): readonly [string, unknown][] => {
    const at = `${path}${fieldOf(key)}`;
    if (gone.has(at)) return [];
    const rest = without(member, gone, at);
    return isEmpty(rest) && !isEmpty(member) ? [] : [[key, rest]];
  });
  return Object.fromEntries(kept);
};

const isEmpty = (value: unknown): boolean => isFields(value) && Object.keys(value).length === 0;

/** A key with a dot, such as that of an annotation, is in brackets so that it is not read as two keys. */
const fieldOf = (key: string): string => (/[.[]/.test(key) ? `[${key}]` : `.${key}`);

const conflict = (
  conflicts: readonly { readonly path: string; readonly by: string }[],
  { apiVersion }: KubernetesObject,
): Refusal => {
  const causes = conflicts.map(({ path, by }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with "${by}" using ${apiVersion}`,
    field: path,
  }));
  const list = causes.map(({ message, field }) => `${message}: ${field}`).join('\n');
  const many = `${causes.length} conflict${causes.length === 1 ? '' : 's'}`;
  return new Refusal('Conflict', `Apply failed with ${many}: ${list}`, causes);
};
