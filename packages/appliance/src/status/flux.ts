import { manifestId } from '@helm-charts/types';
import { conditionOf, type LiveObject, type Reference } from '../api/object.ts';
import type { Item, Layer } from './item.ts';

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
  const item = (state: Item['state'], message: string): Item => ({
    layer,
    what: manifestId(of),
    state,
    message,
  });
  if (live === undefined) return item('missing', 'it does not exist yet');
  const { spec, status, metadata } = live;
  if ((spec as { readonly suspend?: boolean }).suspend) {
    return item('suspended', 'somebody has suspended it');
  }
  const ready = conditionOf(live, 'Ready');
  // What fails is not observed as a whole: source-controller then leaves status.observedGeneration behind (internal/reconcile/reconcile.go).
  const hasFailed = ready?.status === 'False' && ready.observedGeneration === metadata.generation;
  if (status?.observedGeneration !== metadata.generation && !hasFailed) {
    return item('progressing', 'its controller has not seen it as it is now');
  }
  if (requestedAt !== undefined && status?.lastHandledReconcileAt !== requestedAt) {
    return item('progressing', 'its controller has not reconciled it yet');
  }
  const stalled = conditionOf(live, 'Stalled');
  if (stalled?.status === 'True') return item('stalled', oneLine(stalled.message));
  const drifted = conditionOf(live, 'Drifted');
  if (ready?.status === 'True' && drifted?.status === 'True') {
    return item('drifted', oneLine(drifted.message));
  }
  if (ready?.status === 'True') return item('ready', oneLine(ready.message));
  if (ready?.status === 'False') return item('failed', oneLine(ready.message));
  const reconciling = conditionOf(live, 'Reconciling');
  return item('progressing', oneLine(reconciling?.message ?? ready?.message));
};

const oneLine = (message = ''): string => message.trim().replace(/\s*\n\s*/g, ' ');
