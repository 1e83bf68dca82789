import { objectIdOf } from '@helm-charts/types';
import { conditionOf, type LiveObject, type Reference } from '../api/object.ts';
import type { SecretState } from '../secrets.ts';
import { type Item, isGoing } from './item.ts';

/** A container of a pod, as far as its state says why the pod is not ready. */
interface Container {
  readonly name: string;
  readonly ready: boolean;
  readonly restartCount: number;
  readonly state?: { readonly waiting?: { readonly reason?: string; readonly message?: string } };
}

/** How a pod is, with the first container that holds it up. A pod that has done its work is ready. */
export const podItem = (pod: LiveObject): Item => {
  const item = itemOf('pod', pod);
  const { phase = 'Unknown', ...status } = pod.status ?? {};
  if (phase === 'Succeeded') return item('ready', 'done');
  if (phase === 'Failed') return item('failed', String(status.message ?? status.reason ?? ''));
  const containers = [status.initContainerStatuses, status.containerStatuses].flatMap(
    (list) => (list ?? []) as readonly Container[],
  );
  const waiting = containers.find(({ state }) => state?.waiting !== undefined);
  const { reason = '', message = '' } = waiting?.state?.waiting ?? {};
  const why = `container ${waiting?.name}: ${[reason, message].filter(Boolean).join(': ')}`;
  if (/(BackOff|Err\w+|Error)$/.test(reason)) return item('failed', why);
  if (conditionOf(pod, 'Ready')?.status === 'True') return item('ready', restarts(containers));
  if (waiting !== undefined) return item('progressing', why);
  return item('progressing', conditionOf(pod, 'PodScheduled')?.message ?? String(phase));
};

export const deploymentItem = (of: Reference, live: LiveObject | undefined): Item => {
  const item = itemOf('flux', of);
  if (live === undefined) return item('missing', 'it does not exist');
  const available = conditionOf(live, 'Available');
  if (available?.status === 'True') return item('ready', '');
  return item('progressing', available?.message ?? 'it is not available yet');
};

export const volumeItem = (claim: LiveObject): Item => {
  const item = itemOf('volume', claim);
  if (claim.metadata.deletionTimestamp !== undefined) return item('progressing', isGoing);
  const phase = String(claim.status?.phase ?? 'Pending');
  const state = phase === 'Bound' ? 'ready' : phase === 'Lost' ? 'failed' : 'progressing';
  return item(state, phase);
};

/** Names of keys only, never what they hold. */
export const secretItem = ({ reference, exists, missing }: SecretState): Item => {
  const item = itemOf('secret', reference);
  if (!exists) return item('missing', 'it does not exist; run "alga-appliance bootstrap"');
  if (missing.length === 0) return item('ready', '');
  return item('failed', `without ${missing.join(', ')}; run "alga-appliance bootstrap"`);
};

/** A rotation of credentials that has not ended; another command may be at it. */
export const rotationItem = (record: LiveObject): Item =>
  itemOf('secret', record)(
    'progressing',
    'a rotation of credentials has not ended; "alga-appliance secrets rotate" continues it',
  );

const restarts = (containers: readonly Container[]): string => {
  const count = containers.reduce((sum, { restartCount }) => sum + restartCount, 0);
  return count === 0 ? '' : `restarted ${count === 1 ? 'once' : `${count} times`}`;
};

/** An item of an object. */
export const itemOf =
  (layer: Item['layer'], of: Reference) =>
  (state: Item['state'], message: string): Item => ({
    layer,
    object: objectIdOf(of),
    state,
    message,
  });
