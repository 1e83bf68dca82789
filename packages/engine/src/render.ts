import { join, relative } from 'node:path';
import { parseManifests } from '@helm-charts/kubernetes';
import type { Checked, Finding, Release } from '@helm-charts/types';
import { identityOf } from './code.ts';
import type { Context } from './context.ts';
import type { ReleaseToRender, RenderedRelease } from './engine.ts';
import { helmTemplate } from './helm.ts';

/** Renders one release and parses its manifests. */
export const renderRelease = async (
  wanted: ReleaseToRender,
  context: Context,
): Promise<Checked<RenderedRelease>> => {
  const helm = await context.tool('helm');
  const { name, namespace, values, capabilities, chartContent } = wanted;
  const {
    label = `release ${namespace}/${name}`,
    shownChart = relative(context.workspaceRoot, wanted.chart),
  } = wanted;
  const release = { ...wanted, label, shownChart };
  const make = () => render(release, helm.path, context);
  const rendered =
    chartContent === undefined
      ? await make()
      : await context.cache.of(
          [
            'render',
            identityOf(helm.path),
            context.kubeVersion,
            JSON.stringify({ name, namespace, values, capabilities, label, shownChart }),
            chartContent,
          ],
          make,
        );
  return { ...rendered, findings: [...helm.findings, ...rendered.findings] };
};

const render = async (
  release: Required<Pick<ReleaseToRender, 'label' | 'shownChart'>> & Release,
  helm: string,
  context: Context,
): Promise<Checked<RenderedRelease>> => {
  const { label, shownChart } = release;
  const labelled = (findings: readonly Finding[]) =>
    findings.map((finding): Finding => ({ ...finding, input: label }));
  const { value: text, findings } = await helmTemplate(helm, release, context);
  if (text === undefined) return { findings: labelled(findings) };
  const { documents, findings: unreadable } = parseManifests(text, label, (template) =>
    join(shownChart, withoutChartName(template)),
  );
  return { value: { text, documents }, findings: labelled([...findings, ...unreadable]) };
};

/**
 * Helm prefixes the path of a template with the name of the chart, which may differ from the name
 * of its directory.
 */
const withoutChartName = (template: string): string => template.replace(/^[^/]*\//, '');
