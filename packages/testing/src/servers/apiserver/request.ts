import type { IncomingMessage } from 'node:http';
import { groupVersion, type Resource } from './resource.ts';

/** A request for objects, with the terms of Kubernetes (`k8s.io/apiserver/pkg/endpoints/request` RequestInfo). */
export interface Request {
  readonly verb: Verb;
  readonly resource: Resource;
  readonly namespace: string | undefined;
  /** Empty for a collection. */
  readonly name: string;
  /** The field manager. */
  readonly manager: string;
  /** Whether it is a dry run. */
  readonly isTrial: boolean;
  readonly contentType: string;
  readonly body: Buffer;
}

export type Verb = 'get' | 'list' | 'create' | 'patch' | 'delete';

/** Parses a request for objects; undefined if the server has no resource at its path. */
export const readRequest = async (
  message: IncomingMessage,
  served: readonly Resource[],
): Promise<Request | undefined> => {
  const { pathname, searchParams } = new URL(message.url ?? '', 'http://localhost');
  const place = placeOf(pathname, served);
  if (place === undefined) return undefined;
  const [one, many] = verbs[message.method ?? ''] ?? [];
  const verb = place.name === '' ? many : one;
  if (verb === undefined) return undefined;
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return {
    verb,
    ...place,
    manager: searchParams.get('fieldManager') ?? 'unknown',
    isTrial: searchParams.get('dryRun') === 'All',
    contentType: message.headers['content-type'] ?? '',
    body: Buffer.concat(chunks),
  };
};

/** The verb of each HTTP method for one object and for a collection. */
const verbs: Readonly<Record<string, readonly [Verb | undefined, Verb | undefined]>> = {
  GET: ['get', 'list'],
  POST: [undefined, 'create'],
  PATCH: ['patch', undefined],
  DELETE: ['delete', undefined],
};

type RequestPlace = Pick<Request, 'resource' | 'namespace' | 'name'>;

const placeOf = (path: string, served: readonly Resource[]): RequestPlace | undefined => {
  const [root = '', ...rest] = path.split('/').slice(1).map(decodeURIComponent);
  const of = rest.splice(0, root === 'api' ? 1 : 2).join('/');
  const isInside = rest[0] === 'namespaces' && rest.length > 2;
  const [plural, name = ''] = isInside ? rest.slice(2) : rest;
  const resource = served.find((one) => groupVersion(one) === of && one.plural === plural);
  if (resource === undefined || (isInside && !resource.namespaced)) return undefined;
  return { resource, namespace: isInside ? rest[1] : undefined, name };
};
