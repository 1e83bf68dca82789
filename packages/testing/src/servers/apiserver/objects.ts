import { manifestId } from '@helm-charts/types';
import type { Answer } from './answer.ts';
import { found, isAsked, toVersion } from './asked.ts';
import { decode, readObject, withoutStatus } from './body.ts';
import { admitToNamespace, removeNamespace } from './namespaces.ts';
import { deleted, type KubernetesObject } from './object.ts';
import { patch } from './patch.ts';
import type { Request } from './request.ts';
import { groupVersion } from './resource.ts';
import { Refusal, say } from './status.ts';
import type { Store } from './store.ts';
import { isTrial, save } from './write.ts';

/** Answers every request for objects but a watch. Throws a Refusal for what the real server refuses. */
export const answer = (request: Request, store: Store): Answer => {
  const { verb, resource } = request;
  switch (verb) {
    case 'get':
      return ok(toVersion(found(request, store), resource));
    case 'create':
      return { code: 201, body: create(request, store) };
    case 'update':
      return ok(save(request, store, found(request, store), readObject(request)));
    case 'patch':
      return patch(request, store);
    case 'delete':
      return ok(remove(request, store, found(request, store)));
    default:
      return ok(collection(request, store));
  }
};

const collection = (request: Request, store: Store): object => {
  const { resource, verb } = request;
  const items = [...store.objects.values()].filter((object) => isAsked(object, request));
  if (verb === 'deletecollection') for (const item of items) remove(request, store, item);
  return {
    kind: `${resource.kind}List`,
    apiVersion: groupVersion(resource),
    metadata: { resourceVersion: String(store.version()) },
    items: items.map((item) => toVersion(item, resource)),
  };
};

const create = (request: Request, store: Store): KubernetesObject => {
  const { resource } = request;
  const object = withoutStatus(readObject(request), resource);
  const what = say(resource, object.metadata.name);
  admitToNamespace(store, object.metadata.namespace, what);
  if (store.objects.has(manifestId(object))) {
    throw new Refusal('AlreadyExists', `${what} already exists`);
  }
  return save(request, store, undefined, object);
};

const remove = (request: Request, store: Store, object: KubernetesObject): object => {
  const options = (decode(request) ?? {}) as DeleteOptions;
  const { name, uid, resourceVersion, finalizers = [] } = object.metadata;
  const wanted = { uid, resourceVersion, ...options.preconditions };
  if (wanted.uid !== uid || wanted.resourceVersion !== resourceVersion) {
    throw new Refusal('Conflict', `${say(request.resource, name)}: the preconditions do not hold`);
  }
  if (isTrial(request) || options.dryRun?.includes('All')) return object;
  if (finalizers.length > 0) return store.put(deleted(object));
  if (object.kind === 'Namespace') removeNamespace(store, name);
  else store.remove(manifestId(object));
  const details = { name, kind: request.resource.plural, uid };
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
};

interface DeleteOptions {
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
  readonly dryRun?: readonly string[];
}

const ok = (body: object): Answer => ({ code: 200, body });
