import { hash } from 'node:crypto';
import { join, relative } from 'node:path';
import { parseManifests } from '@helm-charts/kubernetes';
import { type Checked, type Finding, pointerOf, type TargetCluster } from '@helm-charts/types';
import type { Backend } from './backend.ts';
import type { Context } from './context.ts';
import type { ReleaseToRender, RenderedRelease, VaryingCall } from './engine.ts';
import { helmFindings } from './helm-error.ts';
import { keptRender, renderOf } from './kept-render.ts';
import { helmVersion } from './programs/versions.ts';
import { renderingOf, withoutChartName } from './rendering.ts';
import { unknownHook } from './unknown-hook.ts';

/** Renders one release and parses its manifests. */
export const renderRelease = async (
  wanted: ReleaseToRender,
  context: Context,
): Promise<Checked<RenderedRelease>> => {
  const backend = await context.backend();
  const { name, namespace, values, cluster, chartContent, again, hooksAreApart } = wanted;
  const label = labelOf(wanted);
  const { shownChart = relative(context.workspaceRoot, wanted.chart) } = wanted;
  const release = { ...wanted, label, shownChart };
  const make = () => render(release, backend, context);
  const inputs = (content: string) => [
    'render',
    backend.identity,
    context.kubeVersion,
    context.helm,
    JSON.stringify({ name, namespace, values, label, shownChart, again, hooksAreApart }),
    content,
    fingerprint(cluster),
  ];
  const rendered =
    chartContent === undefined ? await make() : await kept(inputs(chartContent), make, context);
  return { ...rendered, findings: [...backend.findings, ...rendered.findings] };
};

/** The cached result, or a new one. */
const kept = async (
  inputs: readonly string[],
  make: () => Promise<Checked<RenderedRelease>>,
  { cache }: Context,
): Promise<Checked<RenderedRelease>> => {
  let made: Checked<RenderedRelease> | undefined;
  const known = await cache.of(inputs, async () => {
    made = await make();
    return keptRender(made);
  });
  return made ?? renderOf(known);
};

const fingerprints = new WeakMap<TargetCluster, string>();

/** Most releases have the same cluster, which may have many objects. */
const fingerprint = (cluster: TargetCluster | undefined): string => {
  if (cluster === undefined) return '';
  const known = fingerprints.get(cluster) ?? hash('sha256', JSON.stringify(cluster));
  fingerprints.set(cluster, known);
  return known;
};

/** The name of a release in findings. */
export const labelOf = ({ label, namespace, name }: ReleaseToRender): string =>
  label ?? `release ${namespace}/${name}`;

const render = async (
  release: Required<Pick<ReleaseToRender, 'label' | 'shownChart'>> & ReleaseToRender,
  backend: Backend,
  context: Context,
): Promise<Checked<RenderedRelease>> => {
  const { workspaceRoot } = context;
  const { label, shownChart, chart } = release;
  const rendering = renderingOf(release, context);
  const labelled = (findings: readonly Finding[]) =>
    findings.map((finding): Finding => ({ ...finding, input: label }));
  const { text, values, error, warnings, varying, skipped = [] } = await backend.render(rendering);
  if (text === undefined) {
    const said = helmFindings(error, chart, workspaceRoot);
    return { findings: labelled(said.map(placedIn(relative(workspaceRoot, chart), shownChart))) };
  }
  const place = (template: string) => join(shownChart, withoutChartName(template));
  const { documents, findings: unreadable } = parseManifests(text, label, place, {
    values,
    hooksAreApart: release.hooksAreApart,
  });
  const ignored = rendering.objects !== undefined && !backend.canSimulate ? [withoutLookup] : [];
  const findings = labelled([
    ...warnings.map(findingOfWarning),
    ...skipped.map((one) => unknownHook(one, place)),
    ...ignored,
    ...(backend.canSimulate ? [] : otherHelm(rendering.helm)),
    ...unreadable,
  ]);
  const calls = (varying ?? []).map(
    ({ function: called, template, line }): VaryingCall => ({
      function: called,
      ...(template !== undefined && {
        position: { file: place(template), ...(line && { line }) },
      }),
    }),
  );
  return { value: { text, documents, varying: calls }, findings };
};

/** A copy of a chart is in a cache, which is elsewhere on another machine. */
const placedIn =
  (chart: string, shownChart: string) =>
  (finding: Finding): Finding => {
    const { position, message, fix } = finding;
    const isInChart = position?.file === chart || position?.file.startsWith(`${chart}/`);
    if (position === undefined || !isInChart || chart === shownChart) return finding;
    const file = join(shownChart, position.file.slice(chart.length));
    return {
      ...finding,
      position: { ...position, file },
      message: message.replaceAll(chart, shownChart),
      ...(fix && { fix: fix.replaceAll(chart, shownChart) }),
    };
  };

const withoutLookup: Finding = {
  rule: 'engine',
  severity: 'warning',
  message:
    'the program helm renders without a cluster, so lookup does not find the objects that are given',
  fix: 'render with the native engine: HELM_CHARTS_ENGINE=native',
};

/** A warning if the program helm is of another minor version than that of Flux. */
const otherHelm = (wanted: string): readonly Finding[] => {
  const minor = (version: string) => version.split('.').slice(0, 2).join('.');
  if (minor(wanted) === minor(helmVersion)) return [];
  return [
    {
      rule: 'engine',
      severity: 'warning',
      message: `the program helm ${helmVersion} renders the release, and Flux has Helm ${wanted}, so the manifests may differ from those that Flux applies`,
      fix: 'render with the native engine: HELM_CHARTS_ENGINE=native',
    },
  ];
};

/**
 * Helm drops values where the chart has a mapping and the values have none, or the reverse. It prefixes the value with
 * the name of the chart.
 */
const findingOfWarning = (warning: string): Finding => {
  const path = /for ([\w.-]+)\b/.exec(warning)?.[1];
  return {
    rule: 'values',
    severity: 'warning',
    ...(path !== undefined && { pointer: pointerOf(path.split('.').slice(1)) }),
    message: `helm: ${warning.replace(/\.$/, '')}`,
  };
};
