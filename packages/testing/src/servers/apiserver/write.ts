import { manifestId } from '@helm-charts/types';
import { toVersion } from './asked.ts';
import { completed } from './body.ts';
import type { KubernetesObject } from './object.ts';
import { changed, leavesOf, type Ownership } from './ownership.ts';
import type { Request } from './request.ts';
import { Refusal, say } from './status.ts';
import type { Store } from './store.ts';

/** Writes what came of a create, an update or a patch. Throws a Refusal (Conflict) where it was made of another version. */
export const save = (
  request: Request,
  store: Store,
  before: KubernetesObject | undefined,
  sent: KubernetesObject,
): KubernetesObject => {
  const { resource, subresource, userAgent, query } = request;
  const { name, resourceVersion = before?.metadata.resourceVersion } = sent.metadata;
  if (before !== undefined && resourceVersion !== before.metadata.resourceVersion) {
    throw new Refusal('Conflict', modified(say(resource, name)));
  }
  const after = completed(before === undefined ? sent : joined(before, sent, request));
  const had = store.ownershipOf(manifestId(after));
  if (subresource === 'status') return write(request, store, after, had);
  const manager = query.get('fieldManager') ?? userAgent.replace(/[/ ].*/, '');
  const ownership = changed(
    had,
    { name: manager, applies: false },
    leavesOf(before, resource),
    leavesOf(after, resource),
  );
  return write(request, store, after, ownership);
};

/** Writes an object, and removes it where it only waited for its last finalizer to go. */
export const write = (
  request: Request,
  store: Store,
  sent: KubernetesObject,
  ownership: Ownership,
): KubernetesObject => {
  const object = completed(sent);
  if (isTrial(request)) return toVersion(store.preview(object), request.resource);
  const written = store.put(object, ownership);
  const { deletionTimestamp, finalizers = [] } = object.metadata;
  if (deletionTimestamp !== undefined && finalizers.length === 0 && object.kind !== 'Namespace') {
    store.remove(manifestId(object));
  }
  return toVersion(written, request.resource);
};

/** Whether a request only asks what would come of it. */
export const isTrial = ({ query }: Request): boolean => query.get('dryRun') === 'All';

/** What the real server says to somebody who writes a version that is not the last. */
export const modified = (what: string): string =>
  `Operation cannot be fulfilled on ${what}: the object has been modified; please apply your changes to the latest version and try again`;

/** The status is written at its own address, and nothing else there. */
const joined = (
  before: KubernetesObject,
  sent: KubernetesObject,
  { resource, subresource }: Request,
): KubernetesObject => {
  if (!resource.hasStatus) return sent;
  const ofStatus = subresource === 'status';
  const { status: _, ...rest } = ofStatus ? before : sent;
  const { status } = ofStatus ? sent : before;
  return status === undefined ? rest : { ...rest, status };
};
