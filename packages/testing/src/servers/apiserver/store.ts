import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { manifestId } from '@helm-charts/types';
import type { Owned } from './apply.ts';
import { established } from './crd.ts';
import { type KubernetesObject, type Metadata, now } from './object.ts';
import type { Ownership } from './ownership.ts';

/** What happened to an object, as watches tell it. */
export interface Change {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: KubernetesObject;
  readonly version: number;
}

/** All objects of the server, by their ids as in `Secret msp/db`, with one counter for all versions. */
export interface Store {
  readonly objects: ReadonlyMap<string, KubernetesObject>;
  /** Of the last change. */
  readonly version: () => number;
  readonly changes: readonly Change[];
  readonly ownershipOf: (id: string) => Ownership;
  /** Writes an object as it is, but for its version, its age and its uid; where nothing differs, nothing moves. */
  readonly put: (object: KubernetesObject, ownership?: Ownership) => KubernetesObject;
  /** What `put` would make of it. */
  readonly preview: (object: KubernetesObject) => KubernetesObject;
  readonly remove: (id: string) => KubernetesObject | undefined;
  /** Calls back after each change, until the returned function is called. */
  readonly subscribe: (listener: (change: Change) => void) => () => void;
}

export const makeStore = (): Store => {
  const objects = new Map<string, KubernetesObject>();
  const owners = new Map<string, Ownership>();
  const changes: Change[] = [];
  const listeners = new Set<(change: Change) => void>();
  let version = 100;

  const tell = (type: Change['type'], object: KubernetesObject): KubernetesObject => {
    version += 1;
    const metadata = { ...object.metadata, resourceVersion: String(version) };
    const change = { type, object: { ...object, metadata }, version };
    if (type === 'DELETED') objects.delete(manifestId(object));
    else objects.set(manifestId(object), change.object);
    changes.push(change);
    for (const listener of [...listeners]) listener(change);
    return change.object;
  };
  const preview = (object: KubernetesObject): KubernetesObject =>
    stamped(objects.get(manifestId(object)), object);

  return {
    objects,
    version: () => version,
    changes,
    ownershipOf: (id) => owners.get(id) ?? [],
    preview,
    put: (object, ownership) => {
      const id = manifestId(object);
      const before = objects.get(id);
      const after = preview(object);
      if (ownership !== undefined) owners.set(id, ownership);
      if (before === undefined) return tell('ADDED', after);
      return isDeepStrictEqual(before, after) ? before : tell('MODIFIED', after);
    },
    remove: (id) => {
      const object = objects.get(id);
      owners.delete(id);
      return object && tell('DELETED', object);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
};

/** An object with its ownership, as `apply` takes it. */
export const ownedOf = (store: Store, id: string): Owned | undefined => {
  const object = store.objects.get(id);
  return object && { object, ownership: store.ownershipOf(id) };
};

/** What the server itself writes into every object. */
const stamped = (
  before: KubernetesObject | undefined,
  object: KubernetesObject,
): KubernetesObject => {
  const { uid = randomUUID(), creationTimestamp = now(), ...had } = before?.metadata ?? unnamed;
  const moved = !isDeepStrictEqual(before?.spec, object.spec);
  const generation = (had.generation ?? 0) + (moved ? 1 : 0);
  const { resourceVersion: _, ...metadata } = object.metadata;
  return {
    ...(object.kind === 'CustomResourceDefinition' ? established(object) : object),
    metadata: {
      ...metadata,
      uid,
      creationTimestamp,
      ...(generation > 0 && { generation }),
      ...(had.resourceVersion !== undefined && { resourceVersion: had.resourceVersion }),
    },
  };
};

const unnamed: Metadata = { name: '' };
