import type { JsonObject } from '@helm-charts/types';
import { type Batch, renderBatch } from './batch.ts';
import type { EngineOptions, RenderEngine } from './engine.ts';
import { helmEngine } from './helm.ts';
import { writeDirectory } from './write.ts';

/** A named overlay that a chart is rendered with. */
export interface Scenario {
  readonly name: string;
  /** `.Release.Name`. */
  readonly release: string;
  readonly namespace: string;
  readonly values: JsonObject;
}

/** A chart to render by itself. Paths are absolute. */
export interface ChartRender extends EngineOptions {
  readonly chartDir: string;
  readonly scenarios: readonly Scenario[];
  /**
   * The directory that gets one file for each scenario and loses all others:
   * `dist/render/charts/<chart>`.
   */
  readonly out: string;
  /** The helm program unless given. */
  readonly engine?: RenderEngine;
}

/**
 * Renders every scenario of a chart into `<out>/<scenario>.yaml`. A scenario that helm refuses is
 * among the failures and gets no file.
 * Throws a Failure with exit code 3 if there is no helm.
 */
export const renderChart = async (chart: ChartRender): Promise<Batch> => {
  const { chartDir, scenarios, out, engine = await helmEngine() } = chart;
  const jobs = scenarios.map(({ name, release, namespace, values }) => ({
    label: `scenario ${name}`,
    file: `${name}.yaml`,
    release: { name: release, namespace, chart: chartDir, values },
  }));
  const batch = await renderBatch(engine, jobs, chart);
  await writeDirectory(out, new Map(batch.renders.map(({ file, text }) => [file, text])));
  return batch;
};
