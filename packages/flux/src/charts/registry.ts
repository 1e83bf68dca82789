import type { FieldPath } from '@helm-charts/kubernetes';
import { stringAt } from '@helm-charts/kubernetes';
import type { Manifest } from '@helm-charts/types';
import type { ChartContext, ChartSource, Report } from './context.ts';
import { withoutSlash } from './lock.ts';
import { notAtHand, placeOf, reportMissing, unknown } from './locked.ts';
import { pickVersion } from './version.ts';

/**
 * A digest wins over a range, a range over a tag. The version ends with the first 12 digits of the
 * digest (helm-controller: internal/controller/helmrelease_controller.go,
 * mutateChartWithSourceRevision), and a tag that is a version must be the chart's own.
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
    const wanted = `${url} by a semverFilter that can not be read here`;
    report('not-rendered', 'warning', path, notAtHand(wanted));
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

/** Flux compiles it with Go's regexp, whose syntax is another one; undefined where it can't be read here. */
const filterOf = (text: string): RegExp | undefined => {
  try {
    return new RegExp(text);
  } catch {
    return undefined;
  }
};
