import type { KubernetesObject } from './object.ts';
import type { Request } from './request.ts';
import { groupVersion } from './resource.ts';
import { Refusal } from './status.ts';

/**
 * The object that a request sends, at the place that the request names and without a status, which controllers alone write.
 * Throws a Refusal where it sends none.
 */
export const readObject = (request: Request): KubernetesObject => {
  // What it is beyond that is for its reader to say: nothing is validated here.
  const sent = decode(request) as KubernetesObject | undefined;
  if (sent?.metadata === undefined) throw new Refusal('BadRequest', 'the object has no metadata');
  const { status: _, ...object } = sent;
  return placed(object, request);
};

/** The body of a request, which is JSON whatever its type; undefined where there is none. */
export const decode = ({ body }: Request): unknown =>
  body.length === 0 ? undefined : JSON.parse(body.toString());

/** The address says where an object belongs and which version it is written in; fields' owners are kept elsewhere. */
export const placed = (object: KubernetesObject, request: Request): KubernetesObject => {
  const { resource, namespace, name } = request;
  const own = { ...object.metadata, name: name || object.metadata.name };
  return {
    ...object,
    apiVersion: groupVersion(resource),
    kind: resource.kind,
    metadata: resource.namespaced && namespace !== undefined ? { ...own, namespace } : own,
  };
};

/** What the server makes of a Secret and a namespace that say too little. */
export const completed = (object: KubernetesObject): KubernetesObject => {
  if (object.kind === 'Namespace') return { status: { phase: 'Active' }, ...object };
  return object.kind === 'Secret' ? { type: 'Opaque', ...object } : object;
};
