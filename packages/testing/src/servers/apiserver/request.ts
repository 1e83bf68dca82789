import type { IncomingMessage } from 'node:http';
import { groupVersion, type Resource } from './resource.ts';

/** A request for objects, in Kubernetes' own words (`k8s.io/apiserver/pkg/endpoints/request` RequestInfo). */
export interface Request {
  readonly verb: Verb;
  readonly resource: Resource;
  readonly namespace: string | undefined;
  /** Empty where a request is about a collection. */
  readonly name: string;
  /** `status`, `finalize`; empty where it is about the object itself. */
  readonly subresource: string;
  readonly query: URLSearchParams;
  readonly contentType: string;
  /** Of the client, for the fields that it writes without naming a manager. */
  readonly userAgent: string;
  readonly body: Buffer;
}

export type Verb =
  | 'get'
  | 'list'
  | 'watch'
  | 'create'
  | 'update'
  | 'patch'
  | 'delete'
  | 'deletecollection';

/** Reads a request for objects; undefined where nothing is served at its address. */
export const readRequest = async (
  message: IncomingMessage,
  served: readonly Resource[],
): Promise<Request | undefined> => {
  const url = new URL(message.url ?? '', 'http://localhost');
  const place = placeOf(url.pathname, served);
  if (place === undefined) return undefined;
  const isWatch = ['1', 'true'].includes(url.searchParams.get('watch') ?? '');
  const [one, many] = verbs[message.method ?? ''] ?? [];
  const verb = place.name === '' ? (isWatch ? 'watch' : many) : one;
  if (verb === undefined) return undefined;
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return {
    verb,
    ...place,
    query: url.searchParams,
    contentType: (message.headers['content-type'] ?? '').replace(/;.*/, ''),
    userAgent: message.headers['user-agent'] ?? 'unknown',
    body: Buffer.concat(chunks),
  };
};

/** What each method means for one object and for a collection. */
const verbs: Readonly<Record<string, readonly [Verb | undefined, Verb | undefined]>> = {
  GET: ['get', 'list'],
  POST: ['create', 'create'],
  PUT: ['update', undefined],
  PATCH: ['patch', undefined],
  DELETE: ['delete', 'deletecollection'],
};

type RequestPlace = Pick<Request, 'resource' | 'namespace' | 'name' | 'subresource'>;

const placeOf = (path: string, served: readonly Resource[]): RequestPlace | undefined => {
  const found = /^\/(?:api\/(?<core>v1)|apis\/(?<group>[^/]+\/[^/]+))\/(?<rest>.+?)\/?$/.exec(path);
  const { core, group = core, rest = '' } = found?.groups ?? {};
  const parts = rest.split('/').map(decodeURIComponent);
  // `namespaces/msp/status` is a part of a namespace, `namespaces/msp/secrets` is a collection in it.
  const isInside =
    parts[0] === 'namespaces' && parts.length > 2 && !ofNamespaces.has(parts[2] ?? '');
  const [plural, name = '', subresource = ''] = isInside ? parts.slice(2) : parts;
  const resource = served.find((one) => groupVersion(one) === group && one.plural === plural);
  if (resource === undefined || (isInside && !resource.namespaced)) return undefined;
  return { resource, namespace: isInside ? parts[1] : undefined, name, subresource };
};

const ofNamespaces = new Set(['status', 'finalize']);
