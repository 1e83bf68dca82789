import { conditionOf, type LiveObject, type Reference } from '../api/object.ts';
import type { SecretState } from '../secrets.ts';
import { type Item, isGoing, itemOf } from './item.ts';
import { type Container, podWaitsFor } from './pod.ts';

/** How a pod is, with the first container that holds it up. A pod that has done its work is ready. */
export const podItem = (pod: LiveObject): Item => {
  const item = itemOf('pod', pod);
  const { phase = 'Unknown', ...status } = pod.status ?? {};
  const since = conditionOf(pod, 'Ready')?.lastTransitionTime ?? pod.metadata.creationTimestamp;
  if (phase === 'Succeeded') return item('ready', 'done', { since });
  if (phase === 'Failed') {
    return item('failed', String(status.message ?? status.reason ?? ''), { since });
  }
  const containers = [status.initContainerStatuses, status.containerStatuses].flatMap(
    (list) => (list ?? []) as readonly Container[],
  );
  const waiting = containers.find(({ state }) => state?.waiting !== undefined);
  const { reason = '', message = '' } = waiting?.state?.waiting ?? {};
  const why = `container ${waiting?.name}: ${[reason, message].filter(Boolean).join(': ')}`;
  const detail = { since, waitsFor: podWaitsFor(pod) };
  if (/(BackOff|Err\w+|Error)$/.test(reason)) return item('failed', why, detail);
  if (conditionOf(pod, 'Ready')?.status === 'True') {
    return item('ready', restarts(containers), { since });
  }
  if (waiting !== undefined) return item('progressing', why, detail);
  return item('progressing', conditionOf(pod, 'PodScheduled')?.message ?? String(phase), detail);
};

export const deploymentItem = (of: Reference, live: LiveObject | undefined): Item => {
  const item = itemOf('flux', of);
  if (live === undefined) return item('missing', 'it does not exist');
  const available = conditionOf(live, 'Available');
  const since = available?.lastTransitionTime;
  if (available?.status === 'True') return item('ready', '', { since });
  const message = available?.message ?? 'it is not available yet';
  return item('progressing', message, { since, waitsFor: 'its pods to be ready' });
};

export const volumeItem = (claim: LiveObject): Item => {
  const item = itemOf('volume', claim);
  const { deletionTimestamp, creationTimestamp } = claim.metadata;
  if (deletionTimestamp !== undefined) {
    return item('progressing', isGoing, { since: deletionTimestamp });
  }
  const phase = String(claim.status?.phase ?? 'Pending');
  if (phase === 'Bound') return item('ready', phase);
  if (phase === 'Lost') return item('failed', phase);
  const waitsFor = 'a pod that uses it, and its StorageClass to make a volume';
  return item('progressing', phase, { since: creationTimestamp, waitsFor });
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
