/** A kind of object that the server serves. */
export interface Resource {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** The plural name in URLs: `configmaps`. */
  readonly plural: string;
  readonly namespaced: boolean;
}

/** `v1`, `apps/v1`. */
export const groupVersion = ({ group, version }: Pick<Resource, 'group' | 'version'>): string =>
  group === '' ? version : `${group}/${version}`;
