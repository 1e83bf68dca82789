import type { Manifest } from '@helm-charts/types';

/** An object as a cluster has it. */
export interface LiveObject extends Manifest {
  readonly metadata: Manifest['metadata'] & {
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly generation?: number;
    readonly creationTimestamp?: string;
    readonly deletionTimestamp?: string;
    readonly finalizers?: readonly string[];
    readonly ownerReferences?: readonly OwnerReference[];
    readonly managedFields?: unknown;
  };
  readonly status?: Readonly<Record<string, unknown>>;
}

/** The object that another one was created for. */
interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
}

/** What a controller says of an object. */
export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
  readonly observedGeneration?: number;
}

/** Which object is meant. */
export type Reference = Pick<Manifest, 'apiVersion' | 'kind' | 'metadata'>;

export const reference = (
  apiVersion: string,
  kind: string,
  name: string,
  namespace?: string,
): Reference => ({
  apiVersion,
  kind,
  metadata: namespace === undefined ? { name } : { name, namespace },
});

/** The condition of a type that an object has. */
export const conditionOf = (object: LiveObject, type: string): Condition | undefined =>
  conditionsOf(object).find((condition) => condition.type === type);

const conditionsOf = ({ status }: LiveObject): readonly Condition[] =>
  // Every kind that has conditions has this shape of them (Kubernetes api-conventions.md).
  (status?.conditions ?? []) as readonly Condition[];
