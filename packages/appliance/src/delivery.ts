import { Failure, type Finding, printObjectId } from '@helm-charts/types';
import type { Session } from './session.ts';
import { findingOf, type Item } from './status/item.ts';
import { deliveryItems, workloadItems } from './status/status.ts';
import { until } from './until.ts';

/**
 * Waits until Flux has delivered everything, or the objects that are named: the source, then the Kustomizations, then the
 * releases; with `requestedAt` until it has done so after that time. What is waited for is always the first layer that is not ready.
 * `watch` is called each time, and may throw what ends the wait.
 * Throws a Failure (1) where something waits for a person, or the time is over, then with the pods and Jobs that are not ready.
 */
export const awaitDelivery = async (
  session: Session,
  requestedAt?: string,
  only?: readonly string[],
  watch: () => Promise<void> = async () => {},
): Promise<void> => {
  if (session.dryRun) return;
  try {
    await until(session, async () => {
      await watch();
      const all = await deliveryItems(session, requestedAt);
      const items = all.filter(({ object }) => only?.includes(printObjectId(object)) ?? true);
      const stuck = items.filter(({ state }) => state === 'suspended' || state === 'stalled');
      if (stuck.length > 0) throw new Failure(1, stuck.map(stuckFinding));
      // What has drifted is delivered; who changed it by hand may have had a reason.
      const open = items.filter(({ state }) => state !== 'ready' && state !== 'drifted');
      const [first] = open;
      if (first === undefined) return undefined;
      return open.filter(({ layer }) => layer === first.layer).map(findingOf);
    });
  } catch (error) {
    if (!(error instanceof Failure) || !error.findings.some(({ rule }) => rule === 'release')) {
      throw error;
    }
    const workloads = await workloadItems(session);
    const open = workloads.filter(({ state }) => state !== 'ready').map(findingOf);
    throw new Failure(error.exitCode, [...error.findings, ...open], { cause: error });
  }
};

const stuckFinding = (item: Item): Finding =>
  item.state === 'stalled'
    ? findingOf(item)
    : {
        ...findingOf(item),
        message: 'it is suspended, so Flux does not reconcile it',
        fix: 'resume releases with "alga-appliance restore --resume", anything else with "flux resume"',
      };
