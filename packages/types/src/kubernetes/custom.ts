declare const fields: unique symbol;

/** The kind of a custom resource, with the type of its objects. */
export interface CustomKind<out T extends object> {
  readonly apiVersion: string;
  readonly kind: string;
  /** `Cluster` where the objects have no namespace. */
  readonly scope: 'Namespaced' | 'Cluster';
  readonly [fields]?: T;
}

/**
 * The kind of a custom resource, for `manifest`. `helm-charts schemas add` writes this call, the type and the schema from a
 * CustomResourceDefinition.
 *
 * @example
 * const feed = custom<{ spec: { url: string } }>({ apiVersion: 'example.com/v1', kind: 'Feed' });
 * manifest(feed, server, { spec: { url: v.url } });
 */
export const custom = <T extends object>({
  apiVersion,
  kind,
  scope = 'Namespaced',
}: {
  readonly apiVersion: string;
  readonly kind: string;
  readonly scope?: 'Namespaced' | 'Cluster';
}): CustomKind<T> => ({ apiVersion, kind, scope });
