import { resolve } from 'node:path';
import type { FieldPath } from '@helm-charts/kubernetes';
import type { ChartContext, ChartSource, Report } from './context.ts';
import type { LockedChart } from './lock.ts';

/** Placeholder for a hash that exists only after the chart is published or committed. */
export const unknown = '000000000000';

/** The location of a locked chart, and the version that it must have. */
export const placeOf = (
  { path, digest = '', version }: LockedChart,
  { workspaceRoot }: ChartContext,
): Pick<ChartSource, 'location' | 'version'> => ({
  location: path === undefined ? { digest } : { directory: resolve(workspaceRoot, path) },
  version,
});

/**
 * If the lock has only other versions of the chart, that is an error; if it has none, the chart is
 * skipped with a warning.
 */
export const reportMissing = (
  candidates: readonly LockedChart[],
  what: string,
  path: FieldPath,
  report: Report,
): void => {
  if (candidates.length === 0) {
    report('not-rendered', 'warning', path, notAtHand(what), undefined, 'chart');
    return;
  }
  const versions = candidates.map(({ version }) => version).join(', ');
  report(
    'chart',
    'error',
    path,
    `the lock file does not contain ${what}, only ${versions}, so the release cannot be rendered`,
    'add it to the lock file, or change the version to one of these',
  );
};

/** The message for a chart that is not available locally, with its source. */
export const notAtHand = (what: string): string =>
  `its chart ${what} is not available locally, so nothing of the release is rendered or checked`;
