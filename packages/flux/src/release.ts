import type { FieldPath } from '@helm-charts/kubernetes';
import { type Finding, type Manifest, manifestId, type Release } from '@helm-charts/types';
import type { ChartContext, Report } from './charts/context.ts';
import { type ChartStore, prepareChart } from './charts/prepare.ts';
import { hasChart, resolveChart } from './charts/source.ts';
import { listAt, stringAt, valueAt } from './fields.ts';
import { releaseName, releaseNamespace } from './name.ts';
import { mergeValues } from './values/values.ts';
import type { Files } from './written/files.ts';
import type { Locate } from './written/origin.ts';

/** A HelmRelease and the release that Flux would install for it. */
export interface ResolvedRelease {
  readonly helmRelease: Manifest;
  readonly release: Release;
  /** How findings name the chart: its directory in the workspace, or `web-1.6.0`. */
  readonly shownChart: string;
  /** Changes with anything that the chart holds; undefined where it can't be read. */
  readonly chartContent: string | undefined;
  /** The HelmReleases that must be ready first: by name in its own namespace, else `namespace/name`. */
  readonly dependsOn: readonly string[];
}

/** What HelmReleases are resolved with. */
export interface ReleaseContext extends ChartContext {
  readonly store: ChartStore;
  readonly files: Files;
  readonly locate: Locate;
}

/** A release, undefined where a finding says why there is none. */
export interface Resolution {
  readonly resolved: ResolvedRelease | undefined;
  readonly findings: readonly Finding[];
}

/**
 * Makes a HelmRelease a release: its name and namespace, its values and the directory of its chart.
 * Whatever keeps it from being rendered here as Flux would install it is a finding where it is
 * written.
 */
export const resolveRelease = async (
  helmRelease: Manifest,
  context: ReleaseContext,
): Promise<Resolution> => {
  const { locate, lookup, files } = context;
  const findings: Finding[] = [];
  const id = manifestId(helmRelease);
  const report: Report = (rule, severity, path, message) => {
    const where = placeOf(helmRelease, path, locate);
    const about = where === id ? '' : `${id}: `;
    findings.push({ rule, severity, where, message: `${about}${message}` });
  };
  const nothing = () => ({ resolved: undefined, findings });

  if (helmRelease.apiVersion !== 'helm.toolkit.fluxcd.io/v2') {
    const message = `${helmRelease.apiVersion} is gone from Flux 2.9; write helm.toolkit.fluxcd.io/v2.`;
    report('not-rendered', 'error', ['apiVersion'], message);
    return nothing();
  }
  if (valueAt(helmRelease.spec, 'suspend') === true) {
    const message = 'it is suspended, so Flux installs nothing and nothing is rendered.';
    report('not-rendered', 'warning', ['spec', 'suspend'], message);
    return nothing();
  }
  if (!hasChart(helmRelease)) {
    report('chart', 'error', ['spec'], 'it has either chart or chartRef; write one of them.');
    return nothing();
  }
  const source = resolveChart(helmRelease, context, report);
  const merged = mergeValues(helmRelease, lookup, locate);
  findings.push(...merged.findings);
  if (source === undefined) return nothing();
  const chart = await prepareChart(source, context.store, context);
  if ('problem' in chart) {
    const rule = chart.severity === 'warning' ? 'not-rendered' : 'chart';
    report(rule, chart.severity, chartPath(helmRelease), chart.problem);
    return nothing();
  }
  if (findings.some(({ severity }) => severity === 'error')) return nothing();
  const { location } = source;
  return {
    resolved: {
      helmRelease,
      release: {
        name: releaseName(helmRelease),
        namespace: releaseNamespace(helmRelease),
        chart: chart.directory,
        values: merged.values,
      },
      shownChart:
        'directory' in location ? files.name(location.directory) : `${chart.name}-${chart.version}`,
      chartContent: chart.content,
      dependsOn: dependenciesOf(helmRelease),
    },
    findings,
  };
};

const placeOf = (manifest: Manifest, path: FieldPath, locate: Locate): string =>
  locate(manifest)?.at(path) ?? manifestId(manifest);

const chartPath = ({ spec }: Manifest): FieldPath =>
  valueAt(spec, 'chartRef') === undefined
    ? ['spec', 'chart', 'spec', 'chart']
    : ['spec', 'chartRef', 'name'];

const dependenciesOf = ({ metadata, spec }: Manifest): readonly string[] =>
  listAt(spec, 'dependsOn').map((dependency) => {
    const name = stringAt(dependency, 'name') ?? '';
    const namespace = stringAt(dependency, 'namespace') || metadata.namespace;
    return namespace === metadata.namespace ? name : `${namespace}/${name}`;
  });
