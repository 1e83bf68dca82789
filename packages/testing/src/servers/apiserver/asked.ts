import type { KubernetesObject } from './object.ts';
import type { Request } from './request.ts';
import { groupVersion, type Resource } from './resource.ts';
import { isSelected } from './selector.ts';
import { Refusal, say } from './status.ts';
import type { Store } from './store.ts';

/** The object that a request names. Throws a Refusal where there is none. */
export const found = (request: Request, store: Store): KubernetesObject => {
  const { resource, namespace, name } = request;
  const id = `${resource.kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
  const object = store.objects.get(id);
  if (object !== undefined) return object;
  throw new Refusal('NotFound', `${say(resource, name)} not found`);
};

/** Whether a request for a collection is about this object. */
export const isAsked = (object: KubernetesObject, request: Request): boolean => {
  const { resource, namespace, query } = request;
  return (
    isOf(object, resource) &&
    (namespace === undefined || object.metadata.namespace === namespace) &&
    isSelected(object, query)
  );
};

/** Whether an object is of a resource, in whichever of its versions. */
export const isOf = ({ apiVersion, kind }: KubernetesObject, resource: Resource): boolean =>
  kind === resource.kind && apiVersion.startsWith(resource.group);

/** An object as a version of its resource has it; nothing else is converted. */
export const toVersion = (object: KubernetesObject, resource: Resource): KubernetesObject => ({
  ...object,
  apiVersion: groupVersion(resource),
});
