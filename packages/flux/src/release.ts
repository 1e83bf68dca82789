import type { FieldPath, FluxVersion } from '@helm-charts/kubernetes';
import { listAt, stringAt, valueAt } from '@helm-charts/kubernetes';
import type { Checked, Finding, JsonObject, Manifest } from '@helm-charts/types';
import type { ChartContext, ChartSource, Report } from './charts/context.ts';
import type { PlacedRequest } from './charts/request.ts';
import { hasChart, resolveChart } from './charts/source.ts';
import type { InCluster } from './in-cluster/in-cluster.ts';
import { releaseName, releaseNamespace } from './name.ts';
import type { Locate } from './sources/origin.ts';
import { placeOf } from './sources/place.ts';
import { mergeValues } from './values/values.ts';

/** A HelmRelease and the release that Flux installs for it. */
export interface FluxRelease {
  readonly helmRelease: Manifest;
  /** `.Release.Name`. */
  readonly name: string;
  /** `.Release.Namespace`. */
  readonly namespace: string;
  readonly chart: ChartSource;
  /** The field that names the chart. */
  readonly chartField: FieldPath;
  /** Merged as Flux merges them; undefined if a finding says why Flux would not install it. */
  readonly values: JsonObject | undefined;
  /**
   * The HelmReleases that must be ready first: `name` in the same namespace, else `namespace/name`.
   */
  readonly dependsOn: readonly string[];
}

/** The context in which HelmReleases are resolved. */
export interface ReleaseContext extends ChartContext {
  readonly locate: Locate;
  readonly inCluster: InCluster;
  /** Whether a key that is defined twice in a values text is only a warning. */
  readonly acceptsDuplicateKeys?: boolean | undefined;
  readonly flux: FluxVersion;
}

/**
 * Resolves a HelmRelease to a release: its name and namespace, its values and the location of its
 * chart. Each problem that prevents rendering it as Flux installs it is a finding at its field.
 */
export const resolveRelease = (
  helmRelease: Manifest,
  context: ReleaseContext,
): Checked<FluxRelease> & { readonly request?: PlacedRequest } => {
  const { locate, lookup, inCluster, flux } = context;
  const findings: Finding[] = [];
  const report: Report = (rule, severity, path, message, fix, reason) => {
    const place = placeOf(helmRelease, path, locate(helmRelease));
    const unseen = reason && ({ what: 'rendered', reason } as const);
    findings.push({
      rule,
      severity,
      ...place,
      message,
      ...(fix && { fix }),
      ...(unseen && { unseen }),
    });
  };

  const served = flux.apis.filter((api) => /^helm\..*\/HelmRelease$/.test(api));
  if (!served.includes(`${helmRelease.apiVersion}/HelmRelease`)) {
    // The check of all objects says it in the same words, and one of the two is left out.
    const message = `Flux ${flux.name} does not serve HelmRelease of ${helmRelease.apiVersion}, so the API server rejects the object`;
    const current = served.at(0)?.replace(/\/HelmRelease$/, '');
    report('api-not-served', 'error', ['apiVersion'], message, `use HelmRelease of ${current}`);
    return { findings };
  }
  if (valueAt(helmRelease.spec, 'suspend') === true) {
    const message =
      'the HelmRelease is suspended, so Flux installs nothing and nothing is rendered';
    report('not-rendered', 'warning', ['spec', 'suspend'], message, undefined, 'suspended');
    return { findings };
  }
  if (!hasChart(helmRelease)) {
    report(
      'chart',
      'error',
      ['spec'],
      'it must have either chart or chartRef, so the API server rejects it',
      'set one of them',
    );
    return { findings };
  }
  const { chart, request } = resolveChart(helmRelease, context, report);
  const requested = request && { request };
  const merged = mergeValues(helmRelease, lookup, locate, inCluster, context);
  findings.push(...merged.findings);
  if (chart === undefined) return { findings, ...requested };
  const isWrong = findings.some(({ severity }) => severity === 'error');
  return {
    value: {
      helmRelease,
      name: releaseName(helmRelease),
      namespace: releaseNamespace(helmRelease),
      chart,
      chartField: chartFieldOf(helmRelease),
      values: isWrong ? undefined : merged.value,
      dependsOn: dependenciesOf(helmRelease),
    },
    findings,
    ...requested,
  };
};

const chartFieldOf = ({ spec }: Manifest): FieldPath =>
  valueAt(spec, 'chartRef') === undefined
    ? ['spec', 'chart', 'spec', 'chart']
    : ['spec', 'chartRef', 'name'];

const dependenciesOf = ({ metadata, spec }: Manifest): readonly string[] =>
  listAt(spec, 'dependsOn').map((dependency) => {
    const name = stringAt(dependency, 'name') ?? '';
    const namespace = stringAt(dependency, 'namespace') || metadata.namespace;
    return namespace === metadata.namespace ? name : `${namespace}/${name}`;
  });
