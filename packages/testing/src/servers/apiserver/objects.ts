import { manifestId } from '@helm-charts/types';
import type { Answer } from './answer.ts';
import { written } from './apply.ts';
import { completed, readObject } from './body.ts';
import { admitToNamespace, removeNamespace } from './namespaces.ts';
import { deleted, type KubernetesObject } from './object.ts';
import { patch } from './patch.ts';
import type { Request } from './request.ts';
import { groupVersion } from './resource.ts';
import { Refusal, say } from './status.ts';
import { found, type Store } from './store.ts';

/**
 * Answers a request for objects.
 * @throws {Refusal} If the real server would reject the request.
 */
export const answer = (request: Request, store: Store): Answer => {
  switch (request.verb) {
    case 'get':
      return ok(found(request, store));
    case 'list':
      return ok(list(request, store));
    case 'create':
      return { code: 201, body: create(request, store) };
    case 'patch':
      return patch(request, store);
    case 'delete':
      return ok(remove(request, store, found(request, store)));
  }
};

const list = ({ resource, namespace }: Request, store: Store): object => {
  const apiVersion = groupVersion(resource);
  const items = [...store.objects.values()].filter(
    (object) =>
      object.kind === resource.kind &&
      object.apiVersion === apiVersion &&
      (namespace === undefined || object.metadata.namespace === namespace),
  );
  const metadata = { resourceVersion: String(store.version()) };
  return { kind: `${resource.kind}List`, apiVersion, metadata, items };
};

const create = (request: Request, store: Store): KubernetesObject => {
  const { resource, manager } = request;
  const object = readObject(request);
  const what = say(resource, object.metadata.name);
  admitToNamespace(store, object.metadata.namespace, what);
  if (store.objects.has(manifestId(object))) {
    throw new Refusal('AlreadyExists', `${what} already exists`);
  }
  return store.write(written(undefined, manager, completed(object)));
};

const remove = ({ resource }: Request, store: Store, object: KubernetesObject): object => {
  const { name, uid, finalizers = [] } = object.metadata;
  if (finalizers.length > 0) return store.put(deleted(object));
  if (object.kind === 'Namespace') removeNamespace(store, name);
  else store.remove(manifestId(object));
  const details = { name, kind: resource.plural, uid };
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
};

const ok = (body: object): Answer => ({ code: 200, body });
