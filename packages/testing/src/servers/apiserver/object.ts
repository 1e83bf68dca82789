import type { Manifest } from '@helm-charts/types';

/** An object as the server has it: with what the server itself writes, of which a manifest has nothing yet. */
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

/** An object that waits for its finalizers, or a namespace for its content. */
export const deleted = (object: KubernetesObject): KubernetesObject => ({
  ...object,
  metadata: { ...object.metadata, deletionTimestamp: now() },
});

/** The time as the API writes it, in whole seconds. */
export const now = (): string => new Date().toISOString().replace(/\.\d+/, '');
