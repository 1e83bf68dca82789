import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '@helm-charts/types';
import type { Session } from '../session.ts';
import { type Item, layers } from '../status/item.ts';
import { takeStatus } from '../status/status.ts';

/** How everything was when somebody looked last. */
export interface Sight {
  /** In the order of the layers; those from before where the cluster is away. */
  readonly items: readonly Item[];
  /** Why nobody knows how everything is now: what the cluster refuses, or that it does not answer. */
  readonly away: Failure | undefined;
}

/** Looks every two seconds until the session is interrupted. What the cluster refuses or does not answer is part of the sight, and no end. */
export async function* sights(session: Session): AsyncGenerator<Sight, void> {
  let items: readonly Item[] = [];
  for (;;) {
    const sight = await look(session, items);
    if (session.signal.aborted) return;
    yield sight;
    items = sight.items;
    try {
      await sleep(pause, undefined, { signal: session.signal });
    } catch {
      return;
    }
  }
}

/** Looks once. */
export const look = async (session: Session, before: readonly Item[]): Promise<Sight> => {
  try {
    return { items: sorted(await takeStatus(session)), away: undefined };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { items: before, away: error };
  }
};

const sorted = (items: readonly Item[]): readonly Item[] =>
  items.toSorted((a, b) => layers.indexOf(a.layer) - layers.indexOf(b.layer));

const pause = 2_000;
