import { join } from 'node:path';
import { openEngine } from '@helm-charts/engine';
import type { Capabilities, Chart, JsonObject, Kinds, Manifest } from '@helm-charts/types';
import { workspaceRoot } from '../workspace.ts';

/** A chart as tests render it: under the name of its releases on the appliance. */
export interface Rendering {
  /** Where the generated chart lies. */
  readonly directory: string;
  /** The chart with values laid over its own, as Helm renders it; from another directory where one is given. */
  readonly render: (values: object, directory?: string) => Promise<readonly Manifest[]>;
  readonly renderScenarios: () => Promise<readonly RenderedScenario[]>;
}

/** A scenario of a chart and what it installs. */
export interface RenderedScenario {
  readonly name: string;
  readonly values: object;
  readonly manifests: readonly Manifest[];
}

/** How tests render a chart of `charts/`. */
export const rendering = (chart: Chart): Rendering => {
  const directory = join(workspaceRoot, 'charts', chart.name);
  const render = async (values: object, from = directory, capabilities?: Capabilities) => {
    const release = {
      ...(chart.release ?? { name: chart.name, namespace: 'msp' }),
      chart: from,
      // An overlay is plain data, which TypeScript does not see through its optional members.
      values: values as JsonObject,
      capabilities,
    };
    const [rendered] = await openEngine({ workspaceRoot }).render([release]);
    if (rendered?.value === undefined || rendered.findings.length > 0) {
      throw new Error(JSON.stringify(rendered?.findings));
    }
    return rendered.value.documents.map(({ manifest }) => manifest);
  };
  const renderScenarios = () =>
    Promise.all(
      Object.entries(chart.scenarios).map(async ([name, overlay]) => {
        // The values of every chart are an object.
        const values = overlay as object;
        return { name, values, manifests: await render(values, directory, chart.clusters?.[name]) };
      }),
    );
  return { directory, render, renderScenarios };
};

/** The objects of a kind. */
export const all = <K extends keyof Kinds>(
  manifests: readonly Manifest[],
  kind: K,
): readonly (Manifest & Kinds[K])[] =>
  // The cluster would refuse what is not of its kind; the schemas of the kinds are asked elsewhere.
  manifests.filter((manifest) => manifest.kind === kind) as never;

/** The one object of a kind and, where there are several, of a name. */
export const one = <K extends keyof Kinds>(
  manifests: readonly Manifest[],
  kind: K,
  name?: string,
): Manifest & Kinds[K] => {
  const [found, ...others] = all(manifests, kind).filter(
    ({ metadata }) => name === undefined || metadata.name === name,
  );
  if (found === undefined || others.length > 0) throw new Error(`not one ${kind} ${name ?? ''}`);
  return found;
};
