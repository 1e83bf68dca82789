import type { FieldPath } from '@helm-charts/kubernetes';
import { stringAt } from '@helm-charts/kubernetes';
import type { Manifest } from '@helm-charts/types';
import type { ChartContext, ChartSource, Report } from './context.ts';
import { withoutSlash } from './lock.ts';
import { notAtHand, placeOf, reportMissing, unknown } from './locked.ts';
import { pickVersion } from './version.ts';

/**
 * Finds the chart of an OCIRepository. A digest takes precedence over a range, and a range over a
 * tag. Flux appends the first 12 digits of the digest to the version (helm-controller:
 * internal/controller/helmrelease_controller.go, mutateChartWithSourceRevision), and a tag that is
 * a version must equal the version of the chart.
 */
export const ofRegistry = (
  repository: Manifest,
  path: FieldPath,
  context: ChartContext,
  report: Report,
): ChartSource | undefined => {
  const { spec } = repository;
  const url = withoutSlash(stringAt(spec, 'url') ?? '');
  const [digest, range] = [stringAt(spec, 'ref', 'digest'), stringAt(spec, 'ref', 'semver')];
  const tag = stringAt(spec, 'ref', 'tag') ?? 'latest';
  const filter = filterOf(stringAt(spec, 'ref', 'semverFilter') ?? '');
  if (filter === undefined) {
    const wanted = `of ${url} with a semverFilter that is not a JavaScript regular expression`;
    report('not-rendered', 'warning', path, notAtHand(wanted), undefined, 'chart');
    return undefined;
  }
  const candidates = context.lock.filter(({ source }) => source === url);
  const locked = digest
    ? candidates.find(({ revision }) => revision === digest)
    : range
      ? pickVersion(
          candidates.filter(({ version }) => filter.test(version)),
          range,
        )
      : candidates.find(({ version }) => version === tag);
  if (locked === undefined) {
    reportMissing(candidates, `${digest ?? range ?? tag} of ${url}`, path, report);
    return undefined;
  }
  return {
    ...placeOf(locked, context),
    valuesFiles: [],
    valuesRoot: undefined,
    ignoresMissing: false,
    metadata: (locked.revision ?? `sha256:${unknown}`).slice('sha256:'.length).slice(0, 12),
  };
};

/** Flux uses the regular expressions of Go. Undefined if JavaScript can't parse the expression. */
const filterOf = (text: string): RegExp | undefined => {
  try {
    return new RegExp(text);
  } catch {
    return undefined;
  }
};
