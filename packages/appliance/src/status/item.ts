import type { Finding, ObjectId } from '@helm-charts/types';

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

/** How one thing of the appliance is. */
export interface Item {
  readonly layer: Layer;
  readonly object: ObjectId;
  /** What has failed is tried again; what is stalled or suspended waits for a person; what has drifted runs, and not as the profile says. */
  readonly state:
    | 'ready'
    | 'drifted'
    | 'progressing'
    | 'failed'
    | 'stalled'
    | 'suspended'
    | 'missing'
    | 'unknown';
  /** Why it is so, in the words of who says so. */
  readonly message: string;
}

/** Why something that is there is not ready, whatever else it says of itself. */
export const isGoing = 'it is being deleted';

/** An item that is not as it should be, as a finding. */
export const findingOf = ({ layer, object, state, message }: Item): Finding => ({
  rule: layer,
  severity: 'error',
  object,
  message: message === '' ? `it is ${state}` : `${state}: ${message}`,
});
