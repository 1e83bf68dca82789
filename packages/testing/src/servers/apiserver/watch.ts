import type { ServerResponse } from 'node:http';
import { isAsked, isOf, toVersion } from './asked.ts';
import type { Request } from './request.ts';
import { groupVersion, type Resource } from './resource.ts';
import type { Change, Store } from './store.ts';

/**
 * Answers a watch: what is there, or what changed since a version, then every change until the client goes. An object that
 * changes so that it is no longer selected is reported as deleted, and one that begins to be as added.
 */
export const watch = (response: ServerResponse, request: Request, store: Store): void => {
  const { resource, query } = request;
  const known = new Set<string>();
  const send = (type: string, object: object) =>
    response.write(`${JSON.stringify({ type, object })}\n`);
  const tell = ({ type, object }: Change): void => {
    if (!isOf(object, resource)) return;
    const { uid: id = '' } = object.metadata;
    const was = known.has(id);
    const is = type !== 'DELETED' && isAsked(object, request);
    if (is) known.add(id);
    else known.delete(id);
    if (is) send(was ? 'MODIFIED' : 'ADDED', toVersion(object, resource));
    else if (was) send('DELETED', toVersion(object, resource));
  };

  response.writeHead(200, { 'content-type': 'application/json' });
  response.flushHeaders();
  const since = Number(query.get('resourceVersion') ?? 0);
  const startsWithAll = since === 0 || query.get('sendInitialEvents') === 'true';
  if (startsWithAll) {
    for (const object of store.objects.values()) tell({ type: 'ADDED', object, version: 0 });
    if (query.get('sendInitialEvents') === 'true') send('BOOKMARK', bookmark(resource, store));
  } else {
    // Without this, what was there already would be reported as added when it changes.
    for (const { version, object, type } of store.changes) {
      if (version > since) break;
      const { uid = '' } = object.metadata;
      if (type === 'DELETED') known.delete(uid);
      else if (isAsked(object, request)) known.add(uid);
    }
    for (const change of store.changes) if (change.version > since) tell(change);
  }
  const end = store.subscribe(tell);
  const seconds = Number(query.get('timeoutSeconds') ?? 0);
  const timer = seconds > 0 ? setTimeout(() => response.end(), seconds * 1000).unref() : undefined;
  response.once('close', () => {
    clearTimeout(timer);
    end();
  });
};

const bookmark = (resource: Resource, store: Store): object => ({
  apiVersion: groupVersion(resource),
  kind: resource.kind,
  metadata: {
    resourceVersion: String(store.version()),
    annotations: { 'k8s.io/initial-events-end': 'true' },
  },
});
