import { Failure, objectIdOf } from '@helm-charts/types';
import type { Reference } from './object.ts';
import { refused } from './refused.ts';
import type { Send } from './request.ts';

/** A kind in one of its versions. */
export type Kind = Pick<Reference, 'apiVersion' | 'kind'>;

/** Where the objects of a kind are. */
interface Resource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** Which kinds a cluster serves, and where. */
export interface Discovery {
  /** The address of an object; of its collection where it has no name. Undefined, or a Failure (3), where the kind is not served. */
  addressOf(of: Reference, isNeeded: true): Promise<string>;
  addressOf(of: Reference, isNeeded?: boolean): Promise<string | undefined>;
  serves(kind: Kind): Promise<boolean>;
}

/** Finds out which kinds a cluster serves and at which addresses. What was there once is not asked for again. */
export const discovery = (send: Send): Discovery => {
  const known = new Map<string, readonly Resource[]>();

  const resourceOf = async ({ apiVersion, kind }: Kind): Promise<Resource | undefined> => {
    const named = (resources: readonly Resource[] = []) =>
      resources.find(({ name, kind: of }) => of === kind && !name.includes('/'));
    const found = named(known.get(apiVersion));
    if (found !== undefined) return found;
    const reply = await send({ method: 'GET', path: root(apiVersion) });
    if (reply.code === 404) return undefined;
    if (reply.code >= 300) throw refused('list the kinds of', apiVersion, reply);
    const { resources } = reply.body as { readonly resources: readonly Resource[] };
    known.set(apiVersion, resources);
    return named(resources);
  };

  async function addressOf(of: Reference, isNeeded: true): Promise<string>;
  async function addressOf(of: Reference, isNeeded?: boolean): Promise<string | undefined>;
  async function addressOf(of: Reference, isNeeded = false): Promise<string | undefined> {
    const resource = await resourceOf(of);
    if (resource === undefined) {
      if (!isNeeded) return undefined;
      throw unserved(of);
    }
    const { name, namespace } = of.metadata;
    const place =
      resource.namespaced && namespace !== undefined
        ? `/namespaces/${encodeURIComponent(namespace)}`
        : '';
    return `${root(of.apiVersion)}${place}/${resource.name}${name && `/${encodeURIComponent(name)}`}`;
  }

  return { addressOf, serves: async (kind: Kind) => (await resourceOf(kind)) !== undefined };
};

const root = (apiVersion: string): string =>
  apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;

const unserved = (of: Reference): Failure => {
  const message = `the cluster does not know ${of.kind} in ${of.apiVersion}`;
  const fix = 'install what defines it, for Flux with --flux-manifest';
  return new Failure(3, [
    { rule: 'flux', severity: 'error', object: objectIdOf(of), message, fix },
  ]);
};
