import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openEngine } from '@helm-charts/engine';
import { type GeneratedFile, generateChart, generateProfile } from '@helm-charts/generate';
import type { Chart, Checked, Finding } from '@helm-charts/types';
import { typeFindings } from './check-types/findings.ts';
import { hasErrors, withTypes } from './check-types/with-types.ts';
import { missingDependencies } from './dependencies/missing.ts';
import { vendoredTemplates } from './dependencies/templates.ts';
import { includesIn, vendoringProblems } from './dependencies/vendored.ts';
import { engineOptions } from './engine.ts';
import { unlessAborted } from './interrupted.ts';
import { loadChart, loadProfile, sourcesOf } from './load.ts';
import { networkOf } from './network/network.ts';
import { type Place, type Project, placeOf } from './place.ts';
import { count, type Report, refused, reportOf } from './report.ts';
import { workspaceKinds } from './schemas/known.ts';
import { kindsOfChart } from './schemas/object-schema.ts';
import { unlistedCrds } from './unlisted-crds.ts';
import { checkGenerated, writeGenerated } from './write.ts';

export interface GenerateOptions {
  /** Write nothing; report differences as findings. */
  readonly check?: boolean;
  /** Replace files even if they were edited by hand. */
  readonly force?: boolean;
  /** Aborting it before the first file is written ends the step with exit code 130. */
  readonly signal?: AbortSignal | undefined;
}

/** Generates the files of a chart or profile, or checks them. */
export const generate = (
  project: Project,
  { check = false, force = false, signal }: GenerateOptions = {},
): Promise<Report> =>
  reportOf(project.root, async () => {
    const { value: place, findings: misplaced } = placeOf(project);
    if (place === undefined) return refused(project.root, misplaced);
    const [made, types] = await unlessAborted(
      signal,
      Promise.all([filesOf(place, signal), typeFindings(place)]),
    );
    const findings = withTypes(made.findings, types);
    const files = hasErrors(types) ? undefined : made.value;
    if (files === undefined) return refused(project.root, findings);
    const target = { directory: place.directory, name: place.root };
    if (check) {
      const differences = await checkGenerated(target, files);
      if (differences.length > 0) return refused(project.root, differences, 1);
      return {
        summary: `${place.root || '.'}: ${count(files.length, 'file')} as generated`,
        findings,
        exitCode: 0,
      };
    }
    const { value: changed, findings: edited } = await writeGenerated(target, files, { force });
    if (changed === undefined) return refused(project.root, edited, 1);
    const list = changed.length === 0 ? '' : `: ${changed.join(', ')}`;
    return {
      summary: `${place.root || '.'}: ${count(files.length, 'file')}, ${changed.length} changed${list}`,
      findings,
      exitCode: 0,
    };
  });

export const filesOf = async (
  place: Place,
  signal?: AbortSignal,
): Promise<Checked<readonly GeneratedFile[]>> => {
  if (place.kind === 'profile') {
    const { value: profile, findings } = await loadProfile(place);
    if (profile === undefined) return { findings };
    const { workspace } = place;
    const { value: choice } = await engineOptions(workspace, {});
    const engine = openEngine({ workspaceRoot: workspace, signal, ...choice });
    const network = await networkOf(profile, workspace, engine);
    const all = [...findings, ...(network?.findings ?? [])];
    return network !== undefined && network.value === undefined
      ? { findings: all }
      : { value: generateProfile(profile, network?.value), findings: all };
  }
  const loaded = await loadChart(place);
  if (loaded.value === undefined) return { findings: loaded.findings };
  const sources = sourcesOf(place);
  const { findings, value } = generateChart(loaded.value, {
    ...sources,
    foreignTemplates: await foreignTemplates(place, loaded.value),
    kinds: kindsOfChart(loaded.value, sources.read, await workspaceKinds(place.workspace)),
  });
  const chartYaml = value?.find(({ path }) => path === 'Chart.yaml')?.content;
  const missing =
    chartYaml === undefined
      ? []
      : await vendoringProblems(place, loaded.value, chartYaml, includesIn(value ?? []));
  const unlisted = value === undefined ? [] : await unlistedCrds(place, value);
  return {
    ...(value && unlisted.length === 0 && { value: value.map(besidePackage(place)) }),
    findings: [...findings.map(inWorkspace(place)), ...unlisted, ...missing],
  };
};

/** What dependencies define, where all of them are in charts/. */
const foreignTemplates = async (
  place: Place,
  chart: Chart,
): Promise<ReadonlySet<string> | undefined> =>
  (await missingDependencies(place, chart)).length > 0
    ? undefined
    : vendoredTemplates(place.directory);

/** Helm leaves the files of npm out of a chart that lies in the root of a package. */
const besidePackage =
  ({ directory }: Place) =>
  (file: GeneratedFile): GeneratedFile =>
    file.path === '.helmignore' && existsSync(join(directory, 'package.json'))
      ? { ...file, content: `${file.content}node_modules/\npackage*.json\ntsconfig*.json\n*.ts\n` }
      : file;

/**
 * Makes the file of a finding relative to the workspace. A finding about a value gets the file of the chart definition.
 */
const inWorkspace =
  ({ root }: Place) =>
  (finding: Finding): Finding => {
    const { file = 'src/chart.ts', ...rest } = finding.position ?? {};
    return { ...finding, position: { ...rest, file: root === '' ? file : `${root}/${file}` } };
  };
