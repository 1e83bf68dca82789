import { fileURLToPath } from 'node:url';
import { helmEngine, renderRelease } from '@helm-charts/render';
import type { JsonObject, Kinds, Manifest } from '@helm-charts/types';
import { chart } from '../chart.ts';

/** Where the generated chart lies. */
export const chartDirectory = fileURLToPath(new URL('../..', import.meta.url));

/** The chart with values laid over its own, as Helm renders it for the appliance: release `pgbouncer` in namespace `msp`. */
export const render = async (
  values: object,
  chart = chartDirectory,
): Promise<readonly Manifest[]> => {
  const release = {
    name: 'pgbouncer',
    namespace: 'msp',
    chart,
    // An overlay is plain data, which TypeScript does not see through its optional members.
    values: values as JsonObject,
  };
  const workspaceRoot = fileURLToPath(new URL('../../../..', import.meta.url));
  const { documents, findings } = await renderRelease(await helmEngine(), release, {
    workspaceRoot,
  });
  if (findings.length > 0) throw new Error(JSON.stringify(findings));
  return documents.map(({ manifest }) => manifest);
};

/** A scenario of the chart and what it installs. */
export interface RenderedScenario {
  readonly name: string;
  readonly values: object;
  readonly manifests: readonly Manifest[];
}

export const renderScenarios = (): Promise<readonly RenderedScenario[]> =>
  Promise.all(
    Object.entries(chart.scenarios).map(async ([name, values]) => ({
      name,
      values,
      manifests: await render(values),
    })),
  );

/** The one object of a kind. */
export const one = <K extends keyof Kinds>(manifests: readonly Manifest[], kind: K): Kinds[K] => {
  const [found, ...others] = manifests.filter((manifest) => manifest.kind === kind);
  if (found === undefined || others.length > 0) throw new Error(`not one ${kind}`);
  // The cluster would refuse what is not of its kind; the schemas of the kinds are asked elsewhere.
  return found as unknown as Kinds[K];
};

/** The pod of the pooler. */
export const podOf = (manifests: readonly Manifest[]) =>
  one(manifests, 'Deployment').spec!.template.spec!;

/** The one container of the pod. */
export const containerOf = (manifests: readonly Manifest[]) => {
  const [container, ...others] = podOf(manifests).containers;
  if (container === undefined || others.length > 0) throw new Error('not one container');
  return container;
};
