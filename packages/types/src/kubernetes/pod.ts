import type { IConfigMap, IContainer, IPodSpec } from 'kubernetes-models/v1';
import { merge } from '../template/merge.ts';
import { declared, type Ref, refTo } from '../template/ref.ts';
import type { Fields, Templated } from '../template/templated.ts';
import type { Image } from '../values/parts.ts';
import type { Component } from './component.ts';

/** What a chart writes of a container; the rest is what Pod Security `restricted` demands. */
export type Container = Fields<
  Omit<IContainer, 'image' | 'imagePullPolicy' | 'securityContext'>
> & {
  /** An image among the values, so that users can take it from a registry of their own; or a literal one, with its tag. */
  readonly image: Ref<Image> | string;
  /** Lets the container write its root file system, for programs that can't do without; `false` unless set. */
  readonly writableRoot?: boolean;
  /** What Pod Security `restricted` leaves to the container. */
  readonly securityContext?: ContainerSecurity;
};

/** The fields of a container's security context that Pod Security `restricted` leaves open. */
export interface ContainerSecurity {
  /** The user of the processes where it is another than that of the pod; never 0. */
  readonly runAsUser?: number | Ref<number>;
  readonly runAsGroup?: number | Ref<number>;
  readonly seccompProfile?: LocalProfile;
  readonly appArmorProfile?: LocalProfile;
  /** The one capability that may be added: to listen on ports below 1024. */
  readonly capabilities?: { readonly add: readonly ['NET_BIND_SERVICE'] };
}

/** A profile that the container runtime has, or one of the node. */
type LocalProfile =
  | { readonly type: 'RuntimeDefault' }
  | { readonly type: 'Localhost'; readonly localhostProfile: string | Ref<string> };

/** The fields of a pod's security context that Pod Security `restricted` leaves open. */
export interface PodSecurityContext {
  /** Further groups of the processes, for instance those of a shared volume. */
  readonly supplementalGroups?: readonly (number | Ref<number>)[];
  /** `Always` makes Kubernetes set the owner of every file at each start; `OnRootMismatch` unless set. */
  readonly fsGroupChangePolicy?: 'OnRootMismatch' | 'Always';
}

/** What a chart writes of a pod. */
export interface Pod {
  readonly annotations?: Templated<Record<string, string>>;
  /** Further labels, which the user chose. */
  readonly labels?: Ref<Readonly<Record<string, string>>>;
  /** The user and group that own the processes and the volumes: a number, since a name can't be proven not to be root. */
  readonly user: number | Ref<number>;
  /**
   * Mounts the token of the pod's ServiceAccount, for programs that call the API server; `false` unless set. What they may do
   * there is said by roles, as the block `rbac` makes them.
   */
  readonly apiToken?: boolean;
  /** What Pod Security `restricted` leaves to the pod. */
  readonly securityContext?: PodSecurityContext;
  readonly spec: Fields<
    Omit<IPodSpec, 'automountServiceAccountToken' | 'enableServiceLinks' | 'securityContext'>
  >;
}

/** A pod as workloads make it. */
export interface PodTemplate {
  readonly metadata: Fields<Pick<NonNullable<IConfigMap['metadata']>, 'annotations' | 'labels'>>;
  readonly spec: Fields<IPodSpec>;
}

/**
 * A pod that Pod Security `restricted` admits (k8s.io/pod-security-admission policy/check_*.go), without a token of the
 * API server unless `apiToken` asks for it, and without the variables that Kubernetes makes of Services, which collide with those of applications.
 */
export const restrictedPod = (
  { selector }: Component,
  { annotations, labels, user, apiToken = false, securityContext, spec }: Pod,
): PodTemplate => ({
  metadata: {
    ...(annotations !== undefined && { annotations }),
    labels: labels === undefined ? selector : merge(...selector.of, labels),
  },
  spec: {
    automountServiceAccountToken: apiToken,
    enableServiceLinks: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: user,
      runAsGroup: user,
      fsGroup: user,
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
      ...securityContext,
    },
    ...spec,
  },
});

/** A container that Pod Security `restricted` admits. It can't write its root file system unless `writableRoot` allows it. */
export const restrictedContainer = ({
  name,
  image,
  writableRoot = false,
  securityContext = {},
  ...rest
}: Container): Fields<IContainer> => {
  const { capabilities, ...security } = securityContext;
  return {
    name,
    image: typeof image === 'string' ? image : imageName(image),
    imagePullPolicy: 'IfNotPresent',
    ...rest,
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: !writableRoot,
      capabilities: { drop: ['ALL'], ...capabilities },
      ...security,
    },
  };
};

/** `repository:tag@digest`, as a container names its image. */
export const imageName = (image: Ref<Image>): Ref<string> =>
  refTo({ kind: 'image', of: declared(image, 'a container') });
