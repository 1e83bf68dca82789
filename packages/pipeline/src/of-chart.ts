import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkChart, waive } from '@helm-charts/check';
import type { Chart, Checked, Finding, JsonObject, TargetCluster } from '@helm-charts/types';
import { typeFindings } from './check-types/findings.ts';
import { withTypes } from './check-types/with-types.ts';
import { deduplicate } from './deduplicate.ts';
import { missingDependencies } from './dependencies/missing.ts';
import { readFiles } from './files.ts';
import type { ChartInput } from './input.ts';
import { loadChart, loadChecks } from './load.ts';
import { type NamedOverlay, overlaysInCi, overlaysOfFiles } from './overlays.ts';
import type { Place } from './place.ts';
import { previousOf } from './previous.ts';
import type { DatedOptions, Subject } from './render.ts';
import { count } from './report.ts';
import { withRules } from './rule-sets.ts';
import { inputsOfChart } from './subject.ts';
import { withVarying } from './varying.ts';

/** A chart with its scenarios and its `ci/*-values.yaml`, or with values files instead of them. */
export const ofChart = async (place: Place, options: DatedOptions): Promise<Checked<Subject>> => {
  const { values = [], today } = options;
  const { directory, workspace, name, root } = place;
  // The compiler takes longer than most of a render, which does not wait for it.
  const types = typeFindings(place);
  // If nobody waits for it any more, a failure of it is of no interest.
  types.catch(() => {});
  const [loaded, checks] = await Promise.all([loadChart(place), loadChecks(place)]);
  if (loaded.value === undefined || checks.value === undefined) {
    const found = deduplicate([...loaded.findings, ...checks.findings]);
    return { findings: withTypes(found, await types) };
  }
  if (!existsSync(join(directory, 'Chart.yaml'))) {
    return { findings: [...(await types), notGenerated(place)] };
  }
  const [chart, { ruleSets, waivers = [] }] = [
    loaded.value,
    withRules(checks.value, options.rules),
  ];
  const missing = await missingDependencies(place, chart);
  if (missing.length > 0) return { findings: missing };
  const written = await overlaysOfFiles(values, directory, workspace);
  if (written.value === undefined) return { findings: written.findings };
  const overlays =
    values.length > 0
      ? written.value
      : [...scenariosOf(chart), ...(await overlaysInCi(directory, workspace))];
  const folder = join(options.output ?? join(workspace, 'dist/render'), 'charts', name);
  const input: ChartInput = {
    kind: 'chart',
    workspaceRoot: workspace,
    files: readFiles(workspace, { folders: options.folders }),
    directory,
    out: values.length > 0 ? join(folder, 'values') : folder,
    scenarios: overlays.map((overlay) => ({
      ...overlay,
      release: chart.release?.name ?? chart.name,
      namespace: chart.release?.namespace ?? 'default',
    })),
  };
  const { value: before, findings } = await previousOf(place, options);
  if (before === undefined) return { findings };
  const subject: Subject = {
    name: root,
    types,
    inputs: [input],
    previous: before.previous?.objects.map(({ manifest }) => manifest),
    check: (simulated) => {
      const inputs = simulated.flatMap((one) => inputsOfChart(one, directory, workspace));
      const broken = inputs.flatMap((one) => checkChart({ ...one, ...before }, ruleSets));
      const varying = simulated.flatMap((one) => one.varying);
      return waive(deduplicate(withVarying(broken, varying, ruleSets)), waivers, today);
    },
    what: ([simulated]) =>
      count(simulated?.installed.length ?? 0, values.length > 0 ? 'values file' : 'scenario'),
  };
  return { value: subject, findings: [] };
};

const notGenerated = ({ root }: Place): Finding => ({
  rule: 'chart',
  severity: 'error',
  position: { file: join(root, 'Chart.yaml') },
  message: 'the chart has not been generated, so Helm finds no chart',
  fix: `run "helm-charts generate${root === '' ? '' : ` ${root}`}"`,
});

type Scenario = NamedOverlay & { readonly cluster?: TargetCluster | undefined };

const scenariosOf = ({ scenarios, clusters = {} }: Chart): readonly Scenario[] =>
  Object.entries(scenarios).map(([name, values]) => ({
    name,
    // An overlay contains JSON values only.
    values: values as JsonObject,
    cluster: clusters[name],
    findings: [],
  }));
