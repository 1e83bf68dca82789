import { join, relative } from 'node:path';
import { parseManifests } from '@helm-charts/kubernetes';
import { type Checked, type Finding, pointerOf, type Release } from '@helm-charts/types';
import type { Backend } from './backend.ts';
import type { Context } from './context.ts';
import type { ReleaseToRender, RenderedRelease } from './engine.ts';
import { helmFindings } from './helm-error.ts';

/** Renders one release and parses its manifests. */
export const renderRelease = async (
  wanted: ReleaseToRender,
  context: Context,
): Promise<Checked<RenderedRelease>> => {
  const backend = await context.backend();
  const { name, namespace, values, capabilities, chartContent } = wanted;
  const {
    label = `release ${namespace}/${name}`,
    shownChart = relative(context.workspaceRoot, wanted.chart),
  } = wanted;
  const release = { ...wanted, label, shownChart };
  const make = () => render(release, backend, context);
  const rendered =
    chartContent === undefined
      ? await make()
      : await context.cache.of(
          [
            'render',
            backend.identity,
            context.kubeVersion,
            JSON.stringify({ name, namespace, values, capabilities, label, shownChart }),
            chartContent,
          ],
          make,
        );
  return { ...rendered, findings: [...backend.findings, ...rendered.findings] };
};

const render = async (
  release: Required<Pick<ReleaseToRender, 'label' | 'shownChart'>> & Release,
  backend: Backend,
  { workspaceRoot, kubeVersion }: Context,
): Promise<Checked<RenderedRelease>> => {
  const { label, shownChart, chart, capabilities } = release;
  const labelled = (findings: readonly Finding[]) =>
    findings.map((finding): Finding => ({ ...finding, input: label }));
  const { text, values, error, warnings } = await backend.render({
    ...release,
    kubeVersion: capabilities?.kubernetesVersion ?? kubeVersion,
    apiVersions: apiVersionsOf(release),
  });
  if (text === undefined) return { findings: labelled(helmFindings(error, chart, workspaceRoot)) };
  const place = (template: string) => join(shownChart, withoutChartName(template));
  const { documents, findings: unreadable } = parseManifests(text, label, place, values);
  const findings = labelled([...warnings.map(findingOfWarning), ...unreadable]);
  return { value: { text, documents }, findings };
};

/**
 * Helm prefixes the path of a template with the name of the chart, which may differ from the name
 * of its directory.
 */
const withoutChartName = (template: string): string => template.replace(/^[^/]*\//, '');

/**
 * Adds the API version of each kind, since Helm compares the exact text (`apps/v1` or
 * `apps/v1/Deployment`).
 */
const apiVersionsOf = ({ capabilities }: Release): readonly string[] => {
  const apis = (capabilities?.apiVersions ?? []).flatMap((api) => [
    ...[/^(.+)\/[A-Z]\w*$/.exec(api)?.[1] ?? []].flat(),
    api,
  ]);
  return [...new Set(apis)];
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
