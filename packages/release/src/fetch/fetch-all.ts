import PQueue from 'p-queue';
import { type FetchContext, type Fetched, fetchChart, type Needed } from './charts.ts';
import type { FetchOptions } from './fetch.ts';
import { type Missing, missingChart } from './problems.ts';

/** Charts at one time. */
const parallel = 6;

/** The charts that were brought into the store, and those that can't be had. */
export interface FetchedCharts {
  readonly fetched: readonly Fetched[];
  readonly failed: readonly FailedChart[];
}

/** A chart that can't be had, and why. */
interface FailedChart {
  readonly needed: Needed;
  readonly missing: Missing;
}

/** Fetches several charts at one time. */
export const fetchAll = async (
  needed: readonly Needed[],
  context: FetchContext,
  { progress, signal }: FetchOptions,
): Promise<FetchedCharts> => {
  const queue = new PQueue({ concurrency: parallel });
  const fetched: Fetched[] = [];
  const failed: FailedChart[] = [];
  const one = async (chart: Needed): Promise<void> => {
    try {
      fetched.push(await fetchChart(chart, context));
    } catch (error) {
      failed.push({ needed: chart, missing: missingChart(chart, error) });
    }
    if (signal?.aborted) queue.clear();
    progress?.(fetched.length + failed.length, needed.length);
  };
  for (const chart of needed) void queue.add(() => one(chart));
  await queue.onIdle();
  // The order of the tree, not of the answers.
  const order = new Map(needed.map((chart, at) => [chart, at]));
  failed.sort((a, b) => (order.get(a.needed) ?? 0) - (order.get(b.needed) ?? 0));
  return { fetched, failed };
};
