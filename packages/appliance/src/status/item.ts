import { type Finding, type ObjectId, objectIdOf } from '@helm-charts/types';
import type { Reference } from '../api/object.ts';

/** The parts that an appliance is made of, each of which needs those before it. */
export const layers = [
  'flux',
  'source',
  'kustomization',
  'secret',
  'release',
  'job',
  'tenant',
  'pod',
  'volume',
  'address',
] as const;

export type Layer = (typeof layers)[number];

/** What has failed is tried again; what is stalled or suspended waits for a person; what has drifted runs, and not as the profile says. */
export const states = [
  'ready',
  'drifted',
  'progressing',
  'failed',
  'stalled',
  'suspended',
  'missing',
  'unknown',
] as const;

/** How one thing of the appliance is. */
export interface Item {
  readonly layer: Layer;
  readonly object: ObjectId;
  readonly state: (typeof states)[number];
  /** Why it is so, in the words of who says so. */
  readonly message: string;
  /** When this state began (RFC 3339), if the object says so. */
  readonly since?: string;
  /** What it waits for, in plain words, if more is known than the message says. */
  readonly waitsFor?: string;
}

/** What an item has besides its state and message. */
export interface Detail {
  readonly since?: string | undefined;
  readonly waitsFor?: string | undefined;
}

/** Makes the item of an object from what is known of it. */
export const itemOf =
  (layer: Layer, of: Reference) =>
  (state: Item['state'], message: string, { since, waitsFor }: Detail = {}): Item => ({
    layer,
    object: objectIdOf(of),
    state,
    message,
    ...(since !== undefined && { since }),
    ...(waitsFor !== undefined && { waitsFor }),
  });

/** Why something that is there is not ready, whatever else it says of itself. */
export const isGoing = 'it is being deleted';

/** An item that is not as it should be, as a finding. */
export const findingOf = ({ layer, object, state, message }: Item): Finding => ({
  rule: layer,
  severity: 'error',
  object,
  message: message === '' ? `it is ${state}` : `${state}: ${message}`,
});
