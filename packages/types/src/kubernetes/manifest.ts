import type { IConfigMap } from 'kubernetes-models/v1';
import type { Fields } from '../template/templated.ts';
import type { Component } from './component.ts';
import { apiVersions, type Kinds } from './kinds.ts';

/** What a chart writes of an object; who it is comes from its component, and its status from the cluster. */
export type Body<K extends keyof Kinds> = Fields<
  Omit<Kinds[K], 'apiVersion' | 'kind' | 'metadata' | 'status'>
> & {
  readonly metadata?: Fields<
    Pick<NonNullable<IConfigMap['metadata']>, 'annotations' | 'finalizers'>
  >;
};

/** A Kubernetes object of a chart. */
export interface ManifestTemplate {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: object;
}

/** An object of a component: `manifest('ServiceAccount', server, { automountServiceAccountToken: false })`. */
export const manifest = <K extends keyof Kinds>(
  kind: K,
  { name, namespace, labels }: Component,
  { metadata, ...body }: Body<K>,
): ManifestTemplate => ({
  apiVersion: apiVersions[kind],
  kind,
  metadata: { name, namespace, labels, ...metadata },
  ...body,
});
