import type { Manifest } from '@helm-charts/types';

/** An object on the server: a manifest with the metadata that the server sets. */
export interface KubernetesObject extends Manifest {
  readonly metadata: Metadata;
}

export interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly finalizers?: readonly string[];
}

/** Marks an object as deleted while it waits for its finalizers, or a namespace for its content. */
export const deleted = (object: KubernetesObject): KubernetesObject => ({
  ...object,
  metadata: { ...object.metadata, deletionTimestamp: now() },
});

/** The current time in the format of the API, in whole seconds. */
export const now = (): string => new Date().toISOString().replace(/\.\d+/, '');
