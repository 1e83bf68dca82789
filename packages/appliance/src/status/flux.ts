import { conditionOf, type LiveObject, type Reference } from '../api/object.ts';
import { type Item, isGoing, itemOf, type Layer } from './item.ts';

/**
 * How an object of Flux is, as kstatus reads its conditions (fluxcd/pkg apis/meta/conditions.go): what is Stalled does not go on by
 * itself; Ready counts for the generation that was observed; a request to reconcile is done when its time is in the status.
 */
export const fluxItem = (
  layer: Layer,
  of: Reference,
  live: LiveObject | undefined,
  requestedAt?: string,
): Item => {
  const item = itemOf(layer, of);
  if (live === undefined) return item('missing', 'it does not exist yet');
  const { spec, status, metadata } = live;
  if (metadata.deletionTimestamp !== undefined) {
    return item('progressing', isGoing, { since: metadata.deletionTimestamp });
  }
  if ((spec as { readonly suspend?: boolean }).suspend) {
    return item('suspended', 'somebody has suspended it', { waitsFor: 'a person to resume it' });
  }
  const ready = conditionOf(live, 'Ready');
  const reconciling = conditionOf(live, 'Reconciling');
  const { generation } = metadata;
  // What is under way or fails is not observed as a whole: controllers of Flux then leave status.observedGeneration behind, and say of
  // each condition which generation it is about (source-controller internal/reconcile/reconcile.go).
  const isObserved = status?.observedGeneration === generation;
  const isUnderWay =
    (ready?.status !== 'True' && ready?.observedGeneration === generation) ||
    (reconciling?.status === 'True' && reconciling.observedGeneration === generation);
  if (!isObserved && !isUnderWay) {
    return item('progressing', 'its controller has not seen it as it is now');
  }
  // Another client may have replaced the request by a later one, which is as good.
  const request = metadata.annotations?.['reconcile.fluxcd.io/requestedAt'] ?? requestedAt;
  if (requestedAt !== undefined && status?.lastHandledReconcileAt !== request) {
    return item('progressing', 'its controller has not reconciled it yet');
  }
  const stalled = conditionOf(live, 'Stalled');
  if (stalled?.status === 'True') {
    const message = oneLine(stalled.message);
    const waitsFor = `a person to correct it: ${message}`;
    return item('stalled', message, { since: stalled.lastTransitionTime, waitsFor });
  }
  const drifted = conditionOf(live, 'Drifted');
  if (isObserved && ready?.status === 'True') {
    return drifted?.status === 'True'
      ? item('drifted', oneLine(drifted.message), { since: drifted.lastTransitionTime })
      : item('ready', oneLine(ready.message), { since: ready.lastTransitionTime });
  }
  // It has not been tried yet.
  const isWaiting = ready?.reason === 'DependencyNotReady';
  if (ready?.status === 'False' && !isWaiting) {
    const message = oneLine(ready.message);
    const waitsFor = `its next try: ${message}`;
    return item('failed', message, { since: ready.lastTransitionTime, waitsFor });
  }
  const { message, lastTransitionTime: since } = ready ?? reconciling ?? {};
  return item('progressing', oneLine(message), { since, waitsFor: plain(message) });
};

/** What the controllers of Flux say, in plain words, where it is known (helm-controller internal/controller, internal/reconcile). */
const plain = (message = ''): string | undefined => {
  const [, dependency] = /^dependency '(?:[^'/]+\/)?([^']+)'/.exec(message) ?? [];
  if (dependency !== undefined) return `${dependency} to be ready`;
  const [, action] = /^Running '(\w+)' action/.exec(message) ?? [];
  return action && `Helm to ${action} it`;
};

const oneLine = (message = ''): string => message.trim().replace(/\s*\n\s*/g, ' ');
