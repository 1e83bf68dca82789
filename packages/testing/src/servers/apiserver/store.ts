import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { manifestId } from '@helm-charts/types';
import type { Owned, Owners } from './apply.ts';
import { established } from './crd.ts';
import { type KubernetesObject, type Metadata, now } from './object.ts';
import type { Request } from './request.ts';
import { Refusal, say } from './status.ts';

/** A change of an object, with the terms of a watch. */
export interface Change {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: KubernetesObject;
}

/** All objects of the server by id (`Secret msp/db`), with one counter for the resourceVersions. */
export interface Store {
  readonly objects: ReadonlyMap<string, KubernetesObject>;
  /** The resourceVersion of the last change. */
  readonly version: () => number;
  readonly owned: (id: string) => Owned | undefined;
  /** Writes an object and sets its resourceVersion, creationTimestamp and uid. If nothing differs, nothing changes. */
  readonly put: (object: KubernetesObject) => KubernetesObject;
  /** Writes an object and the owners of its fields. */
  readonly write: (owned: Owned) => KubernetesObject;
  /** The object that `put` would write. */
  readonly preview: (object: KubernetesObject) => KubernetesObject;
  readonly remove: (id: string) => KubernetesObject | undefined;
  /** Calls the listener after each change until the returned function is called. */
  readonly subscribe: (listener: (change: Change) => void) => () => void;
}

export const makeStore = (): Store => {
  const objects = new Map<string, KubernetesObject>();
  const owners = new Map<string, Owners>();
  const listeners = new Set<(change: Change) => void>();
  let version = 100;

  const tell = (type: Change['type'], object: KubernetesObject): KubernetesObject => {
    version += 1;
    const metadata = { ...object.metadata, resourceVersion: String(version) };
    const change = { type, object: { ...object, metadata } };
    if (type === 'DELETED') objects.delete(manifestId(object));
    else objects.set(manifestId(object), change.object);
    for (const listener of [...listeners]) listener(change);
    return change.object;
  };
  const preview = (object: KubernetesObject): KubernetesObject =>
    stamped(objects.get(manifestId(object)), object);
  const put = (object: KubernetesObject): KubernetesObject => {
    const before = objects.get(manifestId(object));
    const after = preview(object);
    if (before === undefined) return tell('ADDED', after);
    return isDeepStrictEqual(before, after) ? before : tell('MODIFIED', after);
  };

  return {
    objects,
    version: () => version,
    owned: (id) => {
      const object = objects.get(id);
      return object && { object, owners: owners.get(id) ?? new Map() };
    },
    preview,
    put,
    write: ({ object, owners: own }) => {
      owners.set(manifestId(object), own);
      return put(object);
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

/**
 * The object that a request names.
 * @throws {Refusal} NotFound, if it does not exist.
 */
export const found = ({ resource, namespace, name }: Request, store: Store): KubernetesObject => {
  const id = `${resource.kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
  const object = store.objects.get(id);
  if (object !== undefined) return object;
  throw new Refusal('NotFound', `${say(resource, name)} not found`);
};

/** The metadata that the server sets on every object. */
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
