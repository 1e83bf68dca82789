import type { KubernetesObject } from './object.ts';
import type { Request } from './request.ts';
import { groupVersion } from './resource.ts';
import { Refusal } from './status.ts';

/**
 * Reads the object that a request sends, with the name and namespace of the URL and without a status, which only controllers write.
 * @throws {Refusal} If the request sends no object.
 */
export const readObject = (request: Request): KubernetesObject => {
  // The server validates nothing else.
  const sent = decode(request) as KubernetesObject | undefined;
  if (sent?.metadata === undefined) throw new Refusal('BadRequest', 'the object has no metadata');
  const { status: _, ...object } = sent;
  return placed(object, request);
};

/** Parses the body of a request, which is JSON for all content types; undefined if it is empty. */
export const decode = ({ body }: Request): unknown =>
  body.length === 0 ? undefined : JSON.parse(body.toString());

/** The URL determines the namespace, name and API version of an object; field owners are stored separately. */
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

/** Sets the defaults of a Secret and of a namespace. */
export const completed = (object: KubernetesObject): KubernetesObject => {
  if (object.kind === 'Namespace') return { status: { phase: 'Active' }, ...object };
  return object.kind === 'Secret' ? { type: 'Opaque', ...object } : object;
};
