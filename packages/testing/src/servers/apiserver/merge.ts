import { isFields, itemKey, type Value } from './list.ts';
import type { Resource } from './resource.ts';

/** A JSON merge patch (RFC 7386): null takes a field away, a list replaces a list. */
export const mergePatch = (value: Value, patch: Value): Value => {
  if (!isFields(patch)) return patch;
  const merged = new Map(Object.entries(isFields(value) ? value : {}));
  for (const [name, change] of Object.entries(patch)) {
    if (change === null) merged.delete(name);
    else merged.set(name, mergePatch(merged.get(name), change));
  }
  return Object.fromEntries(merged);
};

/**
 * A strategic merge patch: a merge patch in which lists whose items have a key are merged by it, with the directives
 * `$patch` and `$deleteFromPrimitiveList`; the order that `$setElementOrder` asks for is not made.
 */
export const strategicPatch = (value: Value, patch: Value, of: Resource): Value => {
  if (!isFields(patch)) return patch;
  const { $patch: directive, ...changes } = patch;
  const merged = new Map(Object.entries(isFields(value) && directive !== 'replace' ? value : {}));
  for (const [name, change] of Object.entries(changes)) {
    const [kind, field = ''] = name.split('/');
    if (change === null) merged.delete(name);
    else if (kind === '$deleteFromPrimitiveList') {
      const gone = listOf(change);
      merged.set(
        field,
        listOf(merged.get(field)).filter((item) => !gone.includes(item)),
      );
    } else if (!name.startsWith('$')) {
      merged.set(name, mergeField(name, merged.get(name), change, of));
    }
  }
  return Object.fromEntries(merged);
};

const mergeField = (name: string, before: Value, change: Value, of: Resource): Value => {
  if (!Array.isArray(change)) return strategicPatch(before, change, of);
  if (change.every((item) => itemKey(name, item, of) === undefined)) return change;
  const items = [...listOf(before)];
  for (const item of change) {
    const key = itemKey(name, item, of);
    const found = items.findIndex((one) => itemKey(name, one, of) === key);
    const at = found < 0 ? items.length : found;
    if (isFields(item) && item.$patch === 'delete') items.splice(at, 1);
    else items[at] = strategicPatch(items[at], item, of);
  }
  return items;
};

const listOf = (value: Value): readonly Value[] => (Array.isArray(value) ? value : []);
