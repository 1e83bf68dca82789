import type { IConfigMap } from 'kubernetes-models/v1';
import { refuse } from '../refuse.ts';
import { type Mergeable, merge } from '../template/merge.ts';
import { cronJobName } from '../template/name.ts';
import { withOrigin } from '../template/origin.ts';
import type { Fields } from '../template/templated.ts';
import type { Component } from './component.ts';
import type { CustomKind } from './custom.ts';
import { type Hook, hooked } from './hook.ts';
import { apiVersions, type Kinds } from './kinds.ts';
import { clusterKinds } from './scope.ts';

/** What `manifest` makes an object of: the name of a built-in kind, or the kind of a custom resource. */
export type Kind = keyof Kinds | CustomKind<object>;

/** The type of the objects of a kind. */
type ObjectOf<K extends Kind> = K extends keyof Kinds
  ? Kinds[K]
  : K extends CustomKind<infer T>
    ? T
    : never;

/** What a chart writes of an object; who it is comes from its component, and its status from the cluster. */
export type Body<K extends Kind> = Fields<
  Omit<ObjectOf<K>, 'apiVersion' | 'kind' | 'metadata' | 'status'>
> & {
  readonly metadata?: Fields<
    Pick<NonNullable<IConfigMap['metadata']>, 'annotations' | 'finalizers'>
  > & {
    /** Further labels; those of the component win. */
    readonly labels?: Mergeable;
  };
  /** Makes the object a hook of Helm. */
  readonly hook?: Hook;
};

/** A Kubernetes object of a chart. */
export interface ManifestTemplate {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: object;
}

/**
 * An object of a component. Objects of cluster-scoped kinds get no namespace.
 *
 * @example
 * manifest('ServiceAccount', server, { automountServiceAccountToken: false });
 * manifest('autoscaling/v1/HorizontalPodAutoscaler', server, { … });
 * manifest(serviceMonitor, server, { spec: { … } });
 * manifest('Job', server, { hook: { events: ['pre-upgrade'], weight: 1 }, spec: { … } });
 *
 * @throws TypeError if there is no such kind.
 */
export const manifest = <const K extends Kind>(
  kind: K,
  component: Component,
  { metadata = {}, hook, ...body }: Body<K>,
): ManifestTemplate => {
  const { name, namespace, labels } = component;
  const { annotations, labels: further, ...rest } = metadata;
  const all = hook === undefined ? annotations : hooked(hook, annotations);
  const { apiVersion, kind: ownKind, scope } = typeOf(kind);
  return withOrigin({
    apiVersion,
    kind: ownKind,
    metadata: {
      name: ownKind === 'CronJob' ? cronJobName(name) : name,
      ...(scope === 'Namespaced' && { namespace }),
      labels: further === undefined ? labels : merge(...labels.of, further),
      ...(all !== undefined && { annotations: all }),
      ...rest,
    },
    ...body,
  });
};

const typeOf = (kind: Kind): CustomKind<object> => {
  if (typeof kind === 'object') return kind;
  const own = kind.split('/').at(-1) ?? kind;
  refuse(
    Object.hasOwn(apiVersions, kind)
      ? []
      : [
          `manifest('${kind}', …) names no built-in kind of Kubernetes 1.36: correct the name, or give it the kind of a custom resource, which helm-charts schemas add writes`,
        ],
  );
  const scope = clusterKinds.has(own) ? 'Cluster' : 'Namespaced';
  return { apiVersion: apiVersions[kind], kind: own, scope };
};
