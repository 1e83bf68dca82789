import { join } from 'node:path';
import { openEngine } from '@helm-charts/engine';
import type { Chart, JsonObject, Kinds, Manifest, TargetCluster } from '@helm-charts/types';
import { workspaceRoot } from '../workspace.ts';

/** Renders a chart in tests, with the release name of the appliance. */
export interface Rendering {
  /** The directory of the generated chart. */
  readonly directory: string;
  /** Renders the chart with an overlay, with Helm; `directory` replaces the directory of the chart. */
  readonly render: (values: object, directory?: string) => Promise<readonly Manifest[]>;
  readonly renderScenarios: () => Promise<readonly RenderedScenario[]>;
}

/** A scenario of a chart and the objects that it installs. */
export interface RenderedScenario {
  readonly name: string;
  readonly values: object;
  readonly manifests: readonly Manifest[];
}

/** Returns the functions that render a chart of `charts/`. */
export const rendering = (chart: Chart): Rendering => {
  const directory = join(workspaceRoot, 'charts', chart.name);
  const render = async (values: object, from = directory, cluster?: TargetCluster) => {
    const release = {
      ...(chart.release ?? { name: chart.name, namespace: 'msp' }),
      chart: from,
      // An overlay is plain JSON, but its optional members hide that from TypeScript.
      values: values as JsonObject,
      cluster,
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
  // Other tests validate objects against the schemas of their kinds.
  manifests.filter((manifest) => manifest.kind === kind) as never;

/** The only object of a kind; with a name, the one with that name. */
export const one = <K extends keyof Kinds>(
  manifests: readonly Manifest[],
  kind: K,
  name?: string,
): Manifest & Kinds[K] => {
  const [found, ...others] = all(manifests, kind).filter(
    ({ metadata }) => name === undefined || metadata.name === name,
  );
  if (found === undefined || others.length > 0)
    throw new Error(`expected exactly one ${kind} ${name ?? ''}`);
  return found;
};
