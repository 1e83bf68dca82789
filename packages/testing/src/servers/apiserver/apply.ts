import { isDeepStrictEqual } from 'node:util';
import { type Fields, isFields, itemKey, type Value } from './list.ts';
import { strategicPatch } from './merge.ts';
import type { KubernetesObject } from './object.ts';
import { applied, fieldOf, isSame, leavesOf, type Manager, type Ownership } from './ownership.ts';
import { groupVersion, type Resource } from './resource.ts';
import { Refusal } from './status.ts';

/** An object and whom its fields belong to. */
export interface Owned {
  readonly object: KubernetesObject;
  readonly ownership: Ownership;
}

/** What somebody applies. */
export interface Application {
  readonly manager: Manager;
  readonly object: KubernetesObject;
  /** Takes fields from other managers. */
  readonly force: boolean;
}

/**
 * Server-side apply: fields of the object are laid over the ones there are, and those that the manager applied before and
 * doesn't any more are taken away unless somebody else has them, too.
 * Throws a Refusal (Conflict) where another manager has a field with another value, unless `force` is said.
 */
export const apply = (live: Owned | undefined, application: Application, of: Resource): Owned => {
  const { manager, object, force } = application;
  const before = live?.ownership ?? [];
  const wanted = leavesOf(object, of);
  const there = leavesOf(live?.object, of);
  const conflicts = [...wanted]
    .filter(([path, value]) => there.has(path) && !isDeepStrictEqual(there.get(path), value))
    .flatMap(([path]) =>
      before
        .filter((entry) => entry.paths.has(path) && !isSame(entry.manager, manager))
        .map((entry) => ({ path, by: entry.manager.name })),
    );
  if (conflicts.length > 0 && !force) throw conflict(conflicts, of);
  const paths = new Set(wanted.keys());
  const ownership = applied(before, manager, paths, new Set(conflicts.map(({ path }) => path)));
  const gone = before
    .filter((entry) => isSame(entry.manager, manager))
    .flatMap((entry) => [...entry.paths])
    .filter((path) => !ownership.some((entry) => entry.paths.has(path)));
  const merged = strategicPatch(live?.object, object, of);
  // Both sides are objects with a name, and so is what comes of them.
  return { object: prune(merged, '', '', new Set(gone), of) as KubernetesObject, ownership };
};

const conflict = (
  conflicts: readonly { readonly path: string; readonly by: string }[],
  of: Resource,
): Refusal => {
  const causes = conflicts.map(({ path, by }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with "${by}" using ${groupVersion(of)}`,
    field: path,
  }));
  const list = causes.map(({ message, field }) => `${message}: ${field}`).join('\n');
  const many = `${causes.length} conflict${causes.length === 1 ? '' : 's'}`;
  return new Refusal('Conflict', `Apply failed with ${many}: ${list}`, causes);
};

/** Takes fields away, and with them what they leave empty. */
const prune = (
  value: Value,
  path: string,
  list: string,
  gone: ReadonlySet<string>,
  of: Resource,
): Value => {
  if (isFields(value)) {
    const kept = Object.entries(value).flatMap(([key, member]): readonly [string, Value][] => {
      const at = `${path}${fieldOf(key)}`;
      if (gone.has(at)) return [];
      const rest = prune(member, at, key, gone, of);
      return isEmptied(member, rest) ? [] : [[key, rest]];
    });
    return Object.fromEntries(kept);
  }
  if (!Array.isArray(value)) return value;
  return value.flatMap((item) => {
    const key = itemKey(list, item, of);
    if (key === undefined) return [item];
    if (gone.has(`${path}${key}`)) return [];
    const rest = prune(item, `${path}${key}`, '', gone, of);
    return isEmptied(item, rest) ? [] : [rest];
  });
};

const isEmptied = (before: Value, after: Value): boolean => size(before) > 0 && size(after) === 0;

const size = (value: Value): number =>
  typeof value === 'object' && value !== null ? Object.keys(value as Fields).length : 1;
