import { resolve } from 'node:path';
import { constraintOf } from './constraint.ts';
import type { ChartContext, ChartSource, Report } from './context.ts';
import { type ChartRequest, lockedVersions, type PlacedRequest, pickChart } from './request.ts';

/** Placeholder for a hash that exists only after the chart is published or committed. */
export const unknown = '000000000000';

/**
 * The chart that the lock file has for a request. Undefined after a problem was reported: if the lock has only other
 * versions of the chart, that is an error; if it has none, the chart is skipped with a warning.
 */
export const ofRequest = (
  request: PlacedRequest,
  { lock, workspaceRoot }: ChartContext,
  report: Report,
): (ChartSource & { readonly revision: string | undefined }) | undefined => {
  const { path: field, by, wanted } = request;
  const candidates = lockedVersions(request, lock);
  const locked = pickChart(request, candidates);
  if (locked === undefined && by === 'version' && constraintOf(wanted) === undefined) {
    report(
      'chart',
      'error',
      field,
      `${wanted} is neither a version nor a range of versions, so Flux finds no chart`,
      writeVersion,
    );
    return undefined;
  }
  if (locked === undefined) {
    reportMissing(
      candidates.map(({ version }) => version),
      request,
      report,
    );
    return undefined;
  }
  const { path, digest = '', version, revision } = locked;
  return {
    location: path === undefined ? { digest } : { directory: resolve(workspaceRoot, path) },
    version,
    revision,
    metadata: undefined,
    valuesFiles: [],
    valuesRoot: undefined,
    ignoresMissing: false,
  };
};

const reportMissing = (
  versions: readonly string[],
  request: PlacedRequest,
  report: Report,
): void => {
  const what = describe(request);
  if (versions.length === 0) {
    report('not-rendered', 'warning', request.path, notAtHand(what), runFetch, 'chart');
    return;
  }
  report(
    'chart',
    'error',
    request.path,
    `the lock file does not contain ${what}, only ${versions.join(', ')}, so the release cannot be rendered`,
    `${runFetch}, or change the version to one of these`,
  );
};

/** A chart in messages: `web 1.x of https://charts.example.com`, `1.2.3 of oci://registry.example.com/web`. */
export const describe = ({ from, name, wanted, source }: ChartRequest): string =>
  from === 'artifact' ? `${wanted} of ${source}` : `${name} ${wanted} of ${source}`;

/** What to do about a chart that is not available locally. */
export const runFetch = 'run helm-charts fetch';

/** What to do about a version that is none. */
export const writeVersion = 'write a version like 1.2.3, or a range like ">=1.2.0 <2.0.0"';

/** The message for a chart that is not available locally, with its source. */
export const notAtHand = (what: string): string =>
  `its chart ${what} is not available locally, so nothing of the release is rendered or checked`;
