import { randomBytes } from 'node:crypto';
import { parse } from 'yaml';
import type { KubernetesObject, Metadata } from './object.ts';
import { decodeProtobuf } from './protobuf.ts';
import type { Request } from './request.ts';
import { groupVersion, type Resource } from './resource.ts';
import { Refusal } from './status.ts';

/** The object that a request sends, at the place that the request names. Throws a Refusal where it sends none. */
export const readObject = (request: Request): KubernetesObject => {
  // What it is beyond that is for its reader to say: nothing is validated here.
  const sent = decode(request) as KubernetesObject | undefined;
  if (sent?.metadata === undefined) throw new Refusal('BadRequest', 'the object has no metadata');
  return placed(sent, request);
};

/** The body of a request, whichever of JSON, YAML and protobuf it is; undefined where there is none. */
export const decode = ({ body, contentType }: Request): unknown => {
  if (body.length === 0) return undefined;
  if (contentType === 'application/vnd.kubernetes.protobuf') return decodeProtobuf(body);
  return contentType.includes('yaml') ? parse(body.toString()) : JSON.parse(body.toString());
};

/** The address says where an object belongs and which version it is written in; fields' owners are kept elsewhere. */
export const placed = (object: KubernetesObject, request: Request): KubernetesObject => {
  const { resource, namespace, name } = request;
  const { managedFields: _, ...metadata } = object.metadata;
  const own = { ...metadata, name: name || metadata.name || generated(metadata) };
  return {
    ...object,
    apiVersion: groupVersion(resource),
    kind: resource.kind,
    metadata: resource.namespaced && namespace !== undefined ? { ...own, namespace } : own,
  };
};

/** What the server makes of a Secret's `stringData`, and of a Secret and a namespace that say too little. */
export const completed = (object: KubernetesObject): KubernetesObject => {
  if (object.kind === 'Namespace') return { status: { phase: 'Active' }, ...object };
  if (object.kind !== 'Secret') return object;
  const { stringData = {}, ...rest }: KubernetesObject & { readonly stringData?: object } = object;
  const texts = Object.entries(stringData).map(([key, text]) => [
    key,
    Buffer.from(text).toString('base64'),
  ]);
  const data = { ...(rest.data as object | undefined), ...Object.fromEntries(texts) };
  return { ...rest, type: rest.type ?? 'Opaque', ...(Object.keys(data).length > 0 && { data }) };
};

/** A new object has no status yet, whatever is sent. */
export const withoutStatus = (
  object: KubernetesObject,
  { hasStatus }: Resource,
): KubernetesObject => {
  const { status, ...rest } = object;
  return hasStatus ? rest : object;
};

const generated = ({ generateName }: Metadata): string =>
  `${generateName ?? ''}${randomBytes(3).toString('hex')}`;
