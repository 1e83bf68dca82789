import { discovery, type Kind } from './discovery.ts';
import type { LiveObject, Reference } from './object.ts';
import { refused } from './refused.ts';
import { type Call, type Line, manager, type Reply, sender } from './request.ts';

/** An action on a resource that somebody may or may not take. */
export interface Permission {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly namespace?: string;
}

/** The API server of a cluster. All functions throw a Failure: 3 where it can't be reached, 4 where it refuses, 130 when interrupted. */
export interface Api {
  readonly server: string;
  /** The version of Kubernetes: `v1.36.3`. */
  readonly version: () => Promise<string>;
  /** Whether the kind is served in this version; Flux's kinds are, where Flux is installed. */
  readonly serves: (kind: Kind) => Promise<boolean>;
  readonly may: (permission: Permission) => Promise<boolean>;
  /** Undefined where the object, its namespace or its kind does not exist. */
  readonly get: (of: Reference) => Promise<LiveObject | undefined>;
  /** Empty where the kind does not exist. */
  readonly list: (kind: Kind, namespace?: string) => Promise<readonly LiveObject[]>;
  /** Undefined where the object exists already. */
  readonly create: (object: Reference) => Promise<LiveObject | undefined>;
  /** Server-side apply without force: another manager's field is a conflict. */
  readonly apply: (object: Reference, isTrial?: boolean) => Promise<LiveObject>;
  /** A JSON merge patch; undefined where its `resourceVersion` is no longer the last. */
  readonly patch: (of: Reference, change: object) => Promise<LiveObject | undefined>;
  /** What the cluster says of it; undefined where the object is gone already. */
  readonly remove: (of: Reference) => Promise<object | undefined>;
}

export const connect = (line: Line): Api => {
  const send = sender(line);
  const { addressOf, serves } = discovery(send);

  const read = async (
    path: string | undefined,
    call: Partial<Call>,
    verb: string,
    what: Reference | string,
    allowed: readonly number[],
  ) => {
    if (path === undefined) return undefined;
    const reply: Reply = await send({ method: 'GET', path, ...call });
    if (reply.code < 300) return reply.body;
    if (allowed.includes(reply.code)) return undefined;
    throw refused(verb, what, reply);
  };

  return {
    server: line.config.getCurrentCluster()?.server ?? '',
    serves,
    version: async () => {
      const version = await read('/version', {}, 'read the version of', 'cluster', []);
      return (version as { readonly gitVersion: string }).gitVersion;
    },
    may: async ({ verb, group, resource, namespace }) => {
      const body = {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: { resourceAttributes: { verb, group, resource, ...(namespace && { namespace }) } },
      };
      const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
      const review = await read(path, { method: 'POST', body }, 'ask for', 'permissions', []);
      return (review as { readonly status: { readonly allowed: boolean } }).status.allowed;
    },
    // What the cluster answers under an object's own address is that object.
    get: async (of) =>
      (await read(await addressOf(of), {}, 'read', of, [404])) as LiveObject | undefined,
    list: async (kind, namespace) => {
      const path = await addressOf({
        ...kind,
        metadata: { name: '', ...(namespace && { namespace }) },
      });
      const list = await read(path, {}, 'list', `${kind.kind} ${namespace ?? ''}`.trim(), [404]);
      const { items = [] } = (list ?? {}) as { readonly items?: readonly LiveObject[] };
      return items.map((item) => ({ ...item, ...kind }));
    },
    create: async (object) => {
      const { name: _, ...place } = object.metadata;
      const path = await addressOf({ ...object, metadata: { name: '', ...place } }, true);
      const call = { method: 'POST', body: object, query: { fieldManager: manager } } as const;
      const reply = await send({ ...call, path });
      if (isReason(reply, 'AlreadyExists')) return undefined;
      if (reply.code >= 300) throw refused('create', object, reply);
      return reply.body as LiveObject;
    },
    apply: async (object, isTrial = false) => {
      const query = { fieldManager: manager, ...(isTrial && { dryRun: 'All' }) };
      const contentType = 'application/apply-patch+yaml';
      const path = await addressOf(object, true);
      const call = { method: 'PATCH', body: object, contentType, query } as const;
      return (await read(path, call, 'apply', object, [])) as LiveObject;
    },
    patch: async (of, change) => {
      const contentType = 'application/merge-patch+json';
      const query = { fieldManager: manager };
      const path = await addressOf(of, true);
      const call = { method: 'PATCH', body: change, contentType, query } as const;
      return (await read(path, call, 'change', of, [409])) as LiveObject | undefined;
    },
    remove: async (of) => {
      const body = { propagationPolicy: 'Background' };
      const call = { method: 'DELETE', body } as const;
      return (await read(await addressOf(of), call, 'delete', of, [404])) as object | undefined;
    },
  };
};

const isReason = ({ body }: Reply, reason: string): boolean =>
  (body as { readonly reason?: string }).reason === reason;
