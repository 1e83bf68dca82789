import { join, parse } from 'node:path';
import { checkChart, waive } from '@helm-charts/check';
import { type Chart, type Checked, Failure, type JsonObject } from '@helm-charts/types';
import { deduplicate } from './deduplicate.ts';
import { readFiles } from './files.ts';
import type { ChartInput } from './input.ts';
import { loadChart, loadChecks } from './load.ts';
import type { Place } from './place.ts';
import { previousOf } from './previous.ts';
import type { DatedOptions, Subject } from './render.ts';
import { count } from './report.ts';
import { inputsOfChart } from './subject.ts';
import { readValuesFile } from './values-file.ts';

/** A chart with every scenario, or with files of values in their place. */
export const ofChart = async (place: Place, options: DatedOptions): Promise<Subject> => {
  const { values = [], today } = options;
  const { directory, workspace, name, root } = place;
  const [chart, { ruleSets, waivers = [] }] = await Promise.all([
    loadChart(place),
    loadChecks(place),
  ]);
  const overlays = values.length > 0 ? await overlaysOf(values, workspace) : scenariosOf(chart);
  const folder = join(workspace, 'dist/render/charts', name);
  const input: ChartInput = {
    kind: 'chart',
    workspaceRoot: workspace,
    files: readFiles(workspace),
    directory,
    out: values.length > 0 ? join(folder, 'values') : folder,
    scenarios: Object.entries(overlays).map(([scenario, overlay]) => ({
      name: scenario,
      release: chart.release?.name ?? chart.name,
      namespace: chart.release?.namespace ?? 'default',
      values: overlay,
    })),
  };
  const before = await previousOf(place, options);
  return {
    name: root,
    inputs: [input],
    check: (simulated) => {
      const inputs = simulated.flatMap((one) => inputsOfChart(one, directory, workspace));
      const broken = inputs.flatMap((one) => checkChart({ ...one, ...before }, ruleSets));
      return waive(deduplicate(broken), waivers, today);
    },
    what: ([simulated]) =>
      count(simulated?.installed.length ?? 0, values.length > 0 ? 'values file' : 'scenario'),
  };
};

type Overlays = Readonly<Record<string, JsonObject>>;

/** An overlay is made of what JSON can say. */
const scenariosOf = ({ scenarios }: Chart): Overlays => scenarios as Overlays;

/** The overlays that files hold, by the names of the files. Throws a Failure (2) with all that is wrong with any of them. */
const overlaysOf = async (files: readonly string[], workspace: string): Promise<Overlays> => {
  const read = await Promise.all(
    files.map(
      async (file): Promise<Checked<JsonObject> & { readonly name: string }> => ({
        name: parse(file).name,
        ...(await readValuesFile(file, workspace)),
      }),
    ),
  );
  const findings = read.flatMap((one) => one.findings);
  if (findings.length > 0) throw new Failure(2, findings);
  return Object.fromEntries(read.flatMap(({ name, value }) => (value ? [[name, value]] : [])));
};
