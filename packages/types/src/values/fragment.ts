import type {
  IAffinity,
  IEnvVar,
  IHostAlias,
  IPodSecurityContext,
  IProbe,
  IResourceRequirements,
  ISecurityContext,
  IToleration,
  ITopologySpreadConstraint,
  IVolume,
  IVolumeMount,
} from 'kubernetes-models/v1';
import { type Described, type JsonSchema, type Node, node, type Options } from './node.ts';

/** The parts of Kubernetes objects that a value can have the shape of, by the name of their definition in core/v1. */
export interface Fragments {
  readonly Affinity: IAffinity;
  readonly EnvVar: IEnvVar;
  readonly HostAlias: IHostAlias;
  readonly PodSecurityContext: IPodSecurityContext;
  readonly Probe: IProbe;
  readonly ResourceRequirements: IResourceRequirements;
  readonly SecurityContext: ISecurityContext;
  readonly Toleration: IToleration;
  readonly TopologySpreadConstraint: ITopologySpreadConstraint;
  readonly Volume: IVolume;
  readonly VolumeMount: IVolumeMount;
}

declare const opaque: unique symbol;

/** A value that templates pass on whole: its members have no references of their own. */
export type Opaque<T> = T & { readonly [opaque]?: true };

/** True for the values of a fragment and of `raw`. */
export type IsOpaque<T> = typeof opaque extends keyof T ? true : false;

/** A value that has the shape of a part of a Kubernetes object; its definition is written into the chart's schema. */
export const fragment = <K extends keyof Fragments, D extends string = string>(
  definition: K,
  description: D,
  options: Options<Fragments[K]> = {},
): Node<Opaque<Fragments[K]>> & Described<D> =>
  // A sibling of $ref would be ignored in draft-07, hence the allOf (santhosh-tekuri/jsonschema objcompiler.go).
  node({ allOf: [{ $ref: `#/definitions/io.k8s.api.core.v1.${definition}` }] }, description, {
    ...options,
  });

/** A value described by a JSON Schema of one's own, for what the nodes lack. The schema must be draft-07 and self-contained. */
export const raw = <T, D extends string = string>(
  schema: JsonSchema,
  description: D,
  options: Options<T> = {},
): Node<Opaque<T>> & Described<D> =>
  // To be opaque is a matter of types only: the default is the same value.
  node(schema, description, { ...options } as JsonSchema);
