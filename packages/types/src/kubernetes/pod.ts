import type { IContainer, IPodSpec, IPodTemplateSpec } from 'kubernetes-models/v1';
import { merge } from '../template/merge.ts';
import { declared, type Ref, refTo } from '../template/ref.ts';
import type { Fields, Templated } from '../template/templated.ts';
import type { Image } from '../values/parts.ts';
import type { Component } from './component.ts';

/** What a chart writes of a container; the rest is what Pod Security `restricted` demands. */
export type Container = Fields<
  Omit<IContainer, 'image' | 'imagePullPolicy' | 'securityContext'>
> & {
  readonly image: Ref<Image>;
};

/** What a chart writes of a pod. */
export interface Pod {
  readonly annotations?: Templated<Record<string, string>>;
  /** Further labels, which the user chose. */
  readonly labels?: Ref<Readonly<Record<string, string>>>;
  /** The user and group that own the processes and the volumes: a number, since a name can't be proven not to be root. */
  readonly user: number | Ref<number>;
  readonly spec: Fields<
    Omit<IPodSpec, 'automountServiceAccountToken' | 'enableServiceLinks' | 'securityContext'>
  >;
}

/**
 * A pod that Pod Security `restricted` admits (k8s.io/pod-security-admission policy/check_*.go), without a token of the
 * API server and without the variables that Kubernetes makes of Services, which collide with those of applications.
 */
export const restrictedPod = (
  { selector }: Component,
  { annotations, labels, user, spec }: Pod,
): Fields<IPodTemplateSpec> => ({
  metadata: {
    ...(annotations !== undefined && { annotations }),
    labels: labels === undefined ? selector : merge(...selector.of, labels),
  },
  spec: {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: user,
      runAsGroup: user,
      fsGroup: user,
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
    },
    ...spec,
  },
});

/** A container that Pod Security `restricted` admits, with a root file system that it can't write. */
export const restrictedContainer = ({ name, image, ...rest }: Container): Fields<IContainer> => ({
  name,
  image: imageName(image),
  imagePullPolicy: 'IfNotPresent',
  ...rest,
  securityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  },
});

/** `repository:tag@digest`, as a container names its image. */
export const imageName = (image: Ref<Image>): Ref<string> =>
  refTo({ kind: 'image', of: declared(image, 'a container') });
