import { type Manifest, manifestId, type UnseenMark } from '@helm-charts/types';
import { producedBy } from './producers.ts';

/** What the cluster has besides the objects of a tree. */
export interface Assumptions {
  /** Objects that are created by hand or by a program: `Secret flux-system/age`. */
  readonly inCluster?: readonly string[];
  /** Whether a Secret that nothing in the tree creates is assumed to be in the cluster, with a warning. */
  readonly assumesSecrets?: boolean;
  /** Whether a build goes without remote bases that are not available locally, instead of an error. */
  readonly allowsRemote?: boolean;
  /** Whether a key that is defined twice in a values text is only a warning, and its last value counts, as in Helm. */
  readonly acceptsDuplicateKeys?: boolean;
  /** Whether a ConfigMap that nothing in the tree creates is assumed to be in a part that is not rendered. */
  readonly isPartial?: boolean;
}

/** An object that only the cluster has. */
interface Assumed {
  readonly message: string;
  readonly fix?: string;
  /** Whether the configuration states it, so that nobody needs a warning. */
  readonly isDeclared?: boolean;
}

/** Tells why an object is missing from the tree; undefined if the cluster does not have it either. */
export type InCluster = (kind: string, namespace: string, name: string) => Assumed | undefined;

/** Finds out which missing objects something in the cluster creates. */
export const inClusterOf = (
  objects: readonly Manifest[],
  { inCluster = [], assumesSecrets = false, isPartial = false }: Assumptions = {},
): InCluster => {
  const produced = new Map(
    objects.flatMap((object) => producedBy(object).map((id) => [id, object] as const)),
  );
  return (kind, namespace, name) => {
    const id = `${kind} ${namespace}/${name}`;
    if (inCluster.includes(id)) {
      return { message: `the configuration states that ${id} is in the cluster`, isDeclared: true };
    }
    const producer =
      produced.get(id) ?? produced.get(`${kind} */${name}`) ?? produced.get(`${kind} */*`);
    if (producer !== undefined) {
      const by = manifestId(producer);
      return {
        message:
          by === id
            ? `an annotation says that a controller fills ${id} in the cluster, where its content is known`
            : `${by} creates ${id} in the cluster, where its content is known`,
      };
    }
    const isAssumed = kind === 'Secret' ? assumesSecrets : isPartial;
    if (!isAssumed) return undefined;
    const where = isPartial
      ? 'in a part that is not rendered, or in the cluster'
      : 'in the cluster';
    return {
      message: `nothing in the tree creates ${id}, and it is assumed to be ${where}`,
      fix: 'state it with inCluster in helm-charts.config.ts, or correct the name',
    };
  };
};

/** What is not evaluated where the values of such an object are needed. */
export const unseenInCluster = ({ isDeclared = false }: Assumed): UnseenMark => ({
  what: 'evaluated',
  reason: 'in-cluster',
  ...(isDeclared && { isDeclared }),
});
