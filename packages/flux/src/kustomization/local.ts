import { dirname, relative } from 'node:path';
import { isObject } from '@helm-charts/kubernetes';
import type { Json, JsonObject } from '@helm-charts/types';
import { generatorFields } from '../sources/references.ts';
import type { RemoteReference } from '../sources/remote.ts';

/**
 * The content of a kustomization that names local copies instead of URLs. References without a copy are left out.
 */
export const localOf = (
  kustomization: JsonObject,
  references: readonly RemoteReference[],
): JsonObject => {
  // A copy of JSON is JSON.
  const value = structuredClone(kustomization) as MutableObject;
  for (const { file, at, copy } of lastFirst(references)) {
    if (copy === undefined) remove(value, removedBy(at));
    else change(value, at, relative(dirname(file), copy.path));
  }
  // kustomize refuses a kustomization that says nothing.
  return { commonAnnotations: {}, ...value };
};

type MutableObject = { [key: string]: Json };

/** In the order in which entries of lists can be removed; each entry once. */
const lastFirst = (references: readonly RemoteReference[]): readonly RemoteReference[] => {
  const entryOf = ({ at }: RemoteReference) => JSON.stringify(removedBy(at));
  const removed = new Map(
    references.filter(({ copy }) => copy === undefined).map((one) => [entryOf(one), one]),
  );
  return references
    .filter((one) => one.copy !== undefined || removed.get(entryOf(one)) === one)
    .toSorted((a, b) => indexOf(b, 1) - indexOf(a, 1) || indexOf(b, 3) - indexOf(a, 3));
};

/** The index of a list in the path of a field: 2 of `configMapGenerator.0.files.2`. An entry comes after its parts. */
const indexOf = ({ at }: RemoteReference, depth: number): number => {
  const key = at[depth];
  return typeof key === 'number' ? key : -1;
};

/** With its only path a patch or a schema is removed, too. */
const removedBy = (at: RemoteReference['at']): RemoteReference['at'] => {
  const [field = ''] = at;
  if (field === 'openapi') return [field];
  return generatorFields.some((one) => one === field) ? at : at.slice(0, 2);
};

const remove = (value: MutableObject, at: RemoteReference['at']): void => {
  const holder = valueIn(value, at.slice(0, -1));
  const last = at.at(-1) ?? '';
  if (Array.isArray(holder) && typeof last === 'number') holder.splice(last, 1);
  else if (isObject(holder)) delete (holder as MutableObject)[last];
};

const change = (value: MutableObject, at: RemoteReference['at'], text: string): void => {
  const holder = valueIn(value, at.slice(0, -1));
  const last = at.at(-1) ?? '';
  if (Array.isArray(holder) && typeof last === 'number') holder[last] = withKey(holder[last], text);
  else if (isObject(holder)) (holder as MutableObject)[last] = text;
};

/** A file of a generator keeps its key: `key=path`. */
const withKey = (before: unknown, path: string): string => {
  const [, key] = /^([^=:/]+)=/.exec(String(before)) ?? [];
  return key === undefined ? path : `${key}=${path}`;
};

const valueIn = (value: unknown, at: RemoteReference['at']): unknown =>
  at.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null
        ? (inner as Readonly<Record<string, unknown>>)[key]
        : undefined,
    value,
  );
