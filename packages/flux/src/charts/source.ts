import { join, resolve } from 'node:path';
import type { FieldPath } from '@helm-charts/kubernetes';
import { isObject, listAt, stringAt, valueAt } from '@helm-charts/kubernetes';
import type { Manifest } from '@helm-charts/types';
import type { SourceId } from '../sources/source.ts';
import { ofArtifact } from './artifact.ts';
import type { ChartContext, ChartSource, Report } from './context.ts';
import { notAtHand, ofRequest, unknown } from './locked.ts';
import { type PlacedRequest, requestToRepository } from './request.ts';

/** Where the chart of a HelmRelease is, and how it is requested if it comes from the network. */
export interface ResolvedChart {
  /** Undefined after a problem was reported. */
  readonly chart?: ChartSource;
  readonly request?: PlacedRequest;
}

/**
 * Finds the chart of a HelmRelease as source-controller does: a path in the Git repository, a
 * version in a HelmRepository, or the artifact of an OCIRepository. It fetches nothing: charts from
 * the network must be in the lock file.
 */
export const resolveChart = (
  helmRelease: Manifest,
  context: ChartContext,
  report: Report,
): ResolvedChart => {
  const namespace = helmRelease.metadata.namespace ?? 'default';
  const reference = valueAt(helmRelease.spec, 'chartRef');
  if (reference === undefined) {
    const spec = valueAt(helmRelease.spec, 'chart', 'spec');
    // Flux 2.10 makes an OCIRepository of it (helm-controller api/v2, HelmChartTemplate); earlier ones do not know the field.
    if (stringAt(helmRelease.spec, 'chart', 'kind') === 'OCIRepository') {
      return ofArtifact({ ...helmRelease, spec }, ['spec', 'chart', 'spec'], context, report);
    }
    return ofTemplate(spec, ['spec', 'chart', 'spec'], namespace, context, report);
  }
  const kind = stringAt(reference, 'kind') ?? 'nothing';
  const name = stringAt(reference, 'name') ?? '';
  const where = stringAt(reference, 'namespace') || namespace;
  const object = context.lookup(kind, where, name);
  const path = ['spec', 'chartRef'];
  if (kind === 'ExternalArtifact') {
    const found = directoryIn(`${kind} ${where}/${name}`, '', path, context, report);
    if (found === undefined) return {};
    const directory = chartIn(found.directory, context);
    return { chart: { ...unversioned, location: { ...found, directory } } };
  }
  if (object === undefined) {
    reportUndefined(`${kind} ${where}/${name}`, path, context, report);
    return {};
  }
  if (kind === 'HelmChart') return ofTemplate(object.spec, path, where, context, report);
  if (kind === 'OCIRepository') return ofArtifact(object, path, context, report);
  const from = `from ${kind} ${where}/${name}`;
  report('not-rendered', 'warning', path, notAtHand(from), undefined, 'source');
  return {};
};

const ofTemplate = (
  spec: unknown,
  path: FieldPath,
  namespace: string,
  context: ChartContext,
  report: Report,
): ResolvedChart => {
  const chart = stringAt(spec, 'chart') ?? '';
  const kind = stringAt(spec, 'sourceRef', 'kind') ?? 'nowhere';
  const name = stringAt(spec, 'sourceRef', 'name') ?? '';
  const where = stringAt(spec, 'sourceRef', 'namespace') || namespace;
  const id = `${kind} ${where}/${name}`;
  const valuesFiles = listAt(spec, 'valuesFiles').filter((file) => typeof file === 'string');
  const values = {
    valuesFiles,
    ignoresMissing: valueAt(spec, 'ignoreMissingValuesFiles') === true,
  };
  // The generation of a HelmChart object that was never changed.
  const generation = valuesFiles.length > 0 ? ['1'] : [];

  if (kind === 'HelmRepository') {
    const repository = context.lookup(kind, where, name);
    const url = stringAt(repository?.spec, 'url');
    if (repository === undefined || url === undefined) {
      reportUndefined(id, [...path, 'sourceRef'], context, report);
      return {};
    }
    const request = { ...requestToRepository(spec, repository, url), path: [...path, 'version'] };
    const chart = ofRequest(request, context, report);
    return {
      request,
      ...(chart && { chart: { ...chart, ...values, metadata: generation[0] } }),
    };
  }
  const location = directoryIn(id, chart, path, context, report);
  if (location === undefined) return {};
  const isRevision = stringAt(spec, 'reconcileStrategy') === 'Revision';
  if (isRevision) {
    report(
      'chart',
      'warning',
      [...path, 'reconcileStrategy'],
      `with Revision each commit creates a new chart version; here it is rendered with ${unknown} instead of the commit`,
    );
  }
  const metadata = [...(isRevision ? [unknown] : []), ...generation].join('.') || undefined;
  const { workspaceRoot } = context;
  return {
    chart: {
      location,
      version: undefined,
      ...values,
      metadata,
      valuesRoot: workspaceRoot,
    },
  };
};

/** Helm leaves out the first directory of the paths in an archive (helm: pkg/chart/loader/archive/archive.go). */
const chartIn = (artifact: string, { files }: ChartContext): string => {
  const isChart = (directory: string) => files.kind(join(directory, 'Chart.yaml')) === 'file';
  if (isChart(artifact)) return artifact;
  const inside = files.list(artifact).map((name) => join(artifact, name));
  return inside.find(isChart) ?? artifact;
};

/** The directory of a chart in a source; undefined after it has reported a problem. */
const directoryIn = (
  source: SourceId,
  chart: string,
  path: FieldPath,
  context: ChartContext,
  report: Report,
): { readonly directory: string; readonly ignore?: string } | undefined => {
  const { sources, workspaceRoot } = context;
  const found = sources.find(source, chart);
  switch (found.kind) {
    case 'here':
      return {
        directory: resolve(workspaceRoot, found.path),
        ...(found.ignore !== undefined && { ignore: found.ignore }),
      };
    case 'excluded': {
      const message = `its chart ${chart} is excluded from the artifact of ${source}, so Flux cannot install the release`;
      report('chart', 'error', [...path, 'chart'], message, 'correct spec.ignore or .sourceignore');
      return undefined;
    }
    case 'undefined': {
      reportUndefined(source, [...path, 'sourceRef'], context, report, found.similar);
      return undefined;
    }
    case 'broken': {
      const message = `its chart is in ${source}, which the ArtifactGenerator does not make: ${found.problem}`;
      report('chart', 'error', path, message);
      return undefined;
    }
    case 'generated':
    case 'elsewhere': {
      const from = found.kind === 'elsewhere' ? found.source : source;
      const [field, message] = [[...path, 'sourceRef'], notAtHand(`from ${from}`)];
      const reason = found.kind === 'generated' ? 'artifact' : 'source';
      report('not-rendered', 'warning', field, message, undefined, reason);
      return undefined;
    }
  }
};

/** A source that nothing defines; it may be in a part that is not rendered. */
const reportUndefined = (
  source: SourceId,
  path: FieldPath,
  { isPartial }: ChartContext,
  report: Report,
  similar?: SourceId,
): void => {
  const fix = similar === undefined ? 'add it' : `did you mean ${similar}?`;
  if (isPartial && similar === undefined) {
    const wanted = notAtHand(`from ${source}, which is not rendered,`);
    report('not-rendered', 'warning', path, wanted, undefined, 'source');
    return;
  }
  const message = `the profile has no ${source}, the source of its chart, so Flux cannot install the release`;
  report('chart', 'error', path, message, fix);
};

/** What a chart has that Flux takes as it is. */
const unversioned: Omit<ChartSource, 'location'> = {
  version: undefined,
  metadata: undefined,
  valuesFiles: [],
  valuesRoot: undefined,
  ignoresMissing: false,
};

/** Whether a HelmRelease names its chart with `chart` or `chartRef`. */
export const hasChart = ({ spec }: Manifest): boolean =>
  isObject(valueAt(spec, 'chart')) !== isObject(valueAt(spec, 'chartRef'));
