import { join, parse } from 'node:path';
import { checkChart, waive } from '@helm-charts/check';
import { readValuesFile, renderChart } from '@helm-charts/engine';
import { type Chart, Failure, type JsonObject } from '@helm-charts/types';
import { loadChart, loadChecks } from './load.ts';
import type { Place } from './place.ts';
import { documentsOf, previousOf, type Rendered, unique, type WatchedOptions } from './rendered.ts';
import { count } from './report.ts';
import { inputsOfChart } from './subject.ts';

/** Renders every scenario of a chart, or the files of values in their place. */
export const ofChart = async (place: Place, options: WatchedOptions): Promise<Rendered> => {
  const { values = [], signal, onObjects, today } = options;
  const { directory, workspace, name } = place;
  const [chart, { ruleSets, waivers = [] }] = await Promise.all([
    loadChart(place),
    loadChecks(place),
  ]);
  const overlays = values.length > 0 ? await filesOf(values, workspace) : scenariosOf(chart);
  const folder = join(workspace, 'dist/render/charts', name);
  const batch = await renderChart({
    chartDir: directory,
    workspaceRoot: workspace,
    signal,
    onObjects,
    out: values.length > 0 ? join(folder, 'values') : folder,
    scenarios: Object.entries(overlays).map(([scenario, overlay]) => ({
      name: scenario,
      release: chart.release?.name ?? chart.name,
      namespace: chart.release?.namespace ?? 'default',
      values: overlay,
    })),
  });
  const what = count(batch.renders.length, values.length > 0 ? 'values file' : 'scenario');
  const inputs = inputsOfChart(batch, directory, workspace);
  const before = await previousOf(place, options);
  return {
    batch,
    documents: documentsOf(batch),
    what,
    broken: waive(
      unique(inputs.flatMap((input) => checkChart({ ...input, ...before }, ruleSets))),
      waivers,
      today,
    ),
  };
};

type Overlays = Readonly<Record<string, JsonObject>>;

/** An overlay is made of what JSON can say. */
const scenariosOf = ({ scenarios }: Chart): Overlays => scenarios as Overlays;

/** The overlays that files hold, by the names of the files. Throws a Failure (2) with all that is wrong with any of them. */
const filesOf = async (files: readonly string[], workspace: string): Promise<Overlays> => {
  const read = await Promise.allSettled(files.map((file) => readValuesFile(file, workspace)));
  const refused = read.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  const other = refused.find((reason) => !(reason instanceof Failure));
  if (other !== undefined) throw other;
  const failures = refused.filter((reason) => reason instanceof Failure);
  if (failures.length > 0)
    throw new Failure(
      2,
      failures.flatMap(({ findings }) => findings),
    );
  return Object.fromEntries(
    read.flatMap((one, at) =>
      one.status === 'fulfilled' ? [[parse(files[at] ?? '').name, one.value]] : [],
    ),
  );
};
