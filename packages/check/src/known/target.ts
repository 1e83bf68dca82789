import type { FieldPath } from '@helm-charts/kubernetes';

/** An object that a field of another object names. */
export interface Target {
  readonly kind: string;
  /** The API group; empty for the core group. */
  readonly group: string;
  /** Empty for a cluster-scoped kind. */
  readonly namespace: string;
  readonly name: string;
  /** The field that names it. */
  readonly path: FieldPath;
}

/** The target as messages name it: `Service shop/web`, `ClusterRole reader`. */
export const printTarget = ({
  kind,
  namespace,
  name,
}: Pick<Target, 'kind' | 'namespace' | 'name'>): string =>
  namespace === '' ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
