import { manifestId } from '@helm-charts/types';
import type { Answer } from './answer.ts';
import { apply } from './apply.ts';
import { found } from './asked.ts';
import { decode, placed, readObject, withoutStatus } from './body.ts';
import { jsonPatch, type Operations } from './json-patch.ts';
import { mergePatch, strategicPatch } from './merge.ts';
import { admitToNamespace } from './namespaces.ts';
import type { KubernetesObject } from './object.ts';
import type { Request } from './request.ts';
import { Refusal, say } from './status.ts';
import { ownedOf, type Store } from './store.ts';
import { save, write } from './write.ts';

/** Answers a patch of any of the four kinds. Throws a Refusal for a conflict, and for a kind that there is not. */
export const patch = (request: Request, store: Store): Answer => {
  if (request.contentType === 'application/apply-patch+yaml') return applied(request, store);
  const before = found(request, store);
  const after = patched(before, request);
  if (after.metadata?.name !== before.metadata.name) {
    throw new Refusal('Invalid', `${say(request.resource, request.name)}: the name is immutable`);
  }
  return { code: 200, body: save(request, store, before, placed(after, request)) };
};

/** A patch of an object is an object again; one that takes its name away is refused by the caller. */
const patched = (before: KubernetesObject, request: Request): KubernetesObject => {
  const { resource, contentType } = request;
  const change = decode(request);
  switch (contentType) {
    case 'application/merge-patch+json':
      return mergePatch(before, change) as KubernetesObject;
    case 'application/json-patch+json':
      return jsonPatch(before, change as Operations) as KubernetesObject;
    case 'application/strategic-merge-patch+json':
      if (!resource.custom) return strategicPatch(before, change, resource) as KubernetesObject;
  }
  throw new Refusal('UnsupportedMediaType', `${resource.plural} take no patch of ${contentType}`);
};

const applied = (request: Request, store: Store): Answer => {
  const { resource, subresource, query, name } = request;
  const manager = query.get('fieldManager');
  if (manager === null) throw new Refusal('BadRequest', 'fieldManager is required for apply patch');
  const sent = readObject(request);
  const before = ownedOf(store, manifestId(sent));
  if (before === undefined) {
    admitToNamespace(store, sent.metadata.namespace, say(resource, name));
  }
  const application = {
    manager: { name: manager, applies: true },
    object: subresource === 'status' ? sent : withoutStatus(sent, resource),
    force: query.get('force') === 'true',
  };
  const { object, ownership } = apply(before, application, resource);
  const code = before === undefined ? 201 : 200;
  return { code, body: write(request, store, object, ownership) };
};
