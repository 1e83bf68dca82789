import { manifestId } from '@helm-charts/types';
import type { Answer } from './answer.ts';
import { apply, written } from './apply.ts';
import { completed, decode, placed, readObject } from './body.ts';
import { mergePatch } from './merge.ts';
import { admitToNamespace } from './namespaces.ts';
import type { KubernetesObject } from './object.ts';
import type { Request } from './request.ts';
import { modified, Refusal, say } from './status.ts';
import { found, type Store } from './store.ts';

/**
 * Answers a merge patch or a server-side apply.
 * @throws {Refusal} For a conflict, and for another type of patch.
 */
export const patch = (request: Request, store: Store): Answer => {
  switch (request.contentType) {
    case 'application/apply-patch+yaml':
      return applied(request, store);
    case 'application/merge-patch+json':
      return merged(request, store);
    default:
      throw new Refusal(
        'UnsupportedMediaType',
        `patches of type ${request.contentType} are not supported`,
      );
  }
};

const merged = (request: Request, store: Store): Answer => {
  const before = found(request, store);
  // The result of patching an object is an object.
  const after = placed(mergePatch(before, decode(request)) as KubernetesObject, request);
  if (after.metadata.resourceVersion !== before.metadata.resourceVersion) {
    throw new Refusal('Conflict', modified(say(request.resource, request.name)));
  }
  const live = store.owned(manifestId(before));
  return { code: 200, body: store.write(written(live, request.manager, after)) };
};

const applied = (request: Request, store: Store): Answer => {
  const sent = readObject(request);
  const live = store.owned(manifestId(sent));
  if (live === undefined) {
    admitToNamespace(store, sent.metadata.namespace, say(request.resource, request.name));
  }
  const { object, owners } = apply(live, request.manager, sent);
  const after = { object: completed(object), owners };
  const body = request.isTrial ? store.preview(after.object) : store.write(after);
  return { code: live === undefined ? 201 : 200, body };
};
