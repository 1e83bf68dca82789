import { resolve } from 'node:path';
import type { FieldPath } from '@helm-charts/kubernetes';
import type { ChartContext, ChartSource, Report } from './context.ts';
import type { LockedChart } from './lock.ts';

/** Stands for a hash that is only known once something is published or committed. */
export const unknown = '000000000000';

/** Where a chart of the lock lies here, and the version that it must have. */
export const placeOf = (
  { path, digest = '', version }: LockedChart,
  { workspaceRoot }: ChartContext,
): Pick<ChartSource, 'location' | 'version'> => ({
  location: path === undefined ? { digest } : { directory: resolve(workspaceRoot, path) },
  version,
});

/** Other versions in the lock mean that this one was forgotten; none, that nobody fetched the chart. */
export const reportMissing = (
  candidates: readonly LockedChart[],
  what: string,
  path: FieldPath,
  report: Report,
): void => {
  if (candidates.length === 0) {
    report('not-rendered', 'warning', path, notAtHand(what));
    return;
  }
  const versions = candidates.map(({ version }) => version).join(', ');
  report(
    'chart',
    'error',
    path,
    `the lock has no chart ${what}, only ${versions}`,
    'lock it, or ask for one of these',
  );
};

/** Says that a chart is not rendered, and where it would come from. */
export const notAtHand = (what: string): string =>
  `its chart comes from ${what} and is not at hand; nothing of it is rendered or checked`;
