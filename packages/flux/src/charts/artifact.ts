import type { FieldPath } from '@helm-charts/kubernetes';
import { stringAt } from '@helm-charts/kubernetes';
import type { Manifest } from '@helm-charts/types';
import type { ChartContext, Report } from './context.ts';
import { notAtHand, ofRequest, unknown } from './locked.ts';
import { requestToArtifact } from './request.ts';
import type { ResolvedChart } from './source.ts';

/**
 * Finds the chart of an OCIRepository. Flux appends the first 12 digits of the digest to the version
 * (helm-controller: internal/controller/helmrelease_controller.go, mutateChartWithSourceRevision),
 * and a tag that is a version must equal the version of the chart.
 */
export const ofArtifact = (
  repository: Manifest,
  path: FieldPath,
  context: ChartContext,
  report: Report,
): ResolvedChart => {
  const wanted = requestToArtifact(repository);
  if (wanted === undefined) {
    const url = stringAt(repository.spec, 'url') ?? '';
    const what = `of ${url} with a semverFilter that is not a JavaScript regular expression`;
    report('not-rendered', 'warning', path, notAtHand(what), undefined, 'chart');
    return {};
  }
  const request = { ...wanted, path };
  const chart = ofRequest(request, context, report);
  if (chart === undefined) return { request };
  const { revision = `sha256:${unknown}` } = chart;
  const metadata = revision.slice('sha256:'.length).slice(0, 12);
  return { request, chart: { ...chart, metadata } };
};
