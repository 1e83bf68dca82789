import { openEngine } from '@helm-charts/engine';
import type { Target } from '@helm-charts/kubernetes';
import type { Checked, Finding, ProfileCluster } from '@helm-charts/types';
import { withTypes } from './check-types/check-types.ts';
import { loadConfig } from './config.ts';
import { deduplicate } from './deduplicate.ts';
import { type EngineChoice, engineOptions } from './engine.ts';
import type { Input } from './input.ts';
import { type Inspected, type Inspection, inspect, type Simulated } from './inspect.ts';
import { unlessAborted } from './interrupted.ts';
import { ofChart } from './of-chart.ts';
import { isForeignChart, ofForeignChart } from './of-foreign-chart.ts';
import { ofProfile } from './of-profile.ts';
import { isTree, ofTree } from './of-tree.ts';
import { documentsOf } from './output.ts';
import { type Project, placeOf } from './place.ts';
import { count, type Report, refused, reportOf } from './report.ts';

import { workspaceKinds } from './schemas/known.ts';
import { describeTarget, targetOfRun } from './target.ts';

export interface RenderOptions extends EngineChoice {
  /** Values files (absolute paths): a chart is rendered with each of them instead of its scenarios. */
  readonly values?: readonly string[];
  /** Another working tree of the repository (absolute path): the upgrade from it to this one is also checked. */
  readonly previous?: string | undefined;
  /** Whether every scenario and every release is also rendered as an upgrade, to report what differs from its installation. */
  readonly upgrade?: boolean;
  /**
   * Returns the date for the expiry of waivers, for instance `2027-06-30`. It is called only if a waiver expires. The
   * default is today.
   */
  readonly today?: (() => string) | undefined;
  /** Whether cached results are used and results are cached. The default is true. */
  readonly cache?: boolean | undefined;
  /** Aborting it ends the render with exit code 130. */
  readonly signal?: AbortSignal | undefined;
}

/** The inputs of a project, with the texts of its report. */
export interface Subject extends Inspected {
  /** For the summary: `3 scenarios`. */
  readonly what: (simulated: readonly Simulated[]) => string;
  readonly details?: (simulated: readonly Simulated[]) => readonly string[];
  /** The cluster of a profile. */
  readonly cluster?: ProfileCluster;
  /** Whether kinds without a schema are only a warning. */
  readonly isForeign?: boolean;
}

/**
 * Renders every scenario of a chart, or every release of a profile or of another tree of Flux objects, into
 * `dist/render`, validates every manifest and runs the rules.
 * @example
 * const report = await render({ workspace: process.cwd(), root: 'charts/web' });
 * console.log(printReport(report));
 */
export const render = (project: Project, options: RenderOptions = {}): Promise<Report> =>
  reportOf(project.root, async () => {
    const { value: choice, findings: wrong } = await engineOptions(project.workspace, options);
    const { workspace: workspaceRoot } = project;
    const caching = options.cache === false ? { cache: false as const } : {};
    const open = (target: Target) =>
      openEngine({ workspaceRoot, signal: options.signal, ...choice, ...caching, target });
    if (choice !== undefined) open(choice.target).start();
    const today = options.today ?? (() => new Date().toISOString().slice(0, 10));
    const { value: subject, findings } = await unlessAborted(
      options.signal,
      subjectOf(project, { ...options, today }),
    );
    if (subject === undefined || choice === undefined)
      return refused(project.root, deduplicate([...wrong, ...findings]));
    const { value: target, findings: others } = await targetOfSubject(project, subject, options);
    if (target === undefined) return refused(project.root, others);
    const kinds = await workspaceKinds(project.workspace);
    return reportInspection(
      project,
      subject,
      await inspect(
        {
          ...subject,
          inputs: subject.inputs.map((input) =>
            forTarget({ ...input, upgrade: options.upgrade ?? false }, target, options),
          ),
          kinds,
          target,
        },
        open(target),
      ),
      [...findings, ...others],
      target,
    );
  });

const targetOfSubject = async (
  { workspace }: Project,
  { cluster }: Subject,
  { target: option }: RenderOptions,
): Promise<Checked<Target>> => {
  const { value: config } = await loadConfig(workspace);
  return targetOfRun({ option, cluster, config: config?.target });
};

/** The cluster of a profile has the version of the option, if there is one. */
const forTarget = (input: Input, target: Target, { target: option }: RenderOptions): Input =>
  input.kind === 'tree' && input.cluster !== undefined && option?.kubernetes !== undefined
    ? {
        ...input,
        target,
        cluster: { ...input.cluster, kubernetesVersion: target.kubernetes.version },
      }
    : { ...input, target };

/** The options of a run with the function for its date. */
export type DatedOptions = RenderOptions & { readonly today: () => string };

/** What a project renders. */
export const subjectOf = async (
  project: Project,
  options: DatedOptions,
): Promise<Checked<Subject>> => {
  if (isTree(project)) return ofTree(project, options);
  if (isForeignChart(project)) return ofForeignChart(project, options);
  const { value: place, findings } = placeOf(project);
  if (place === undefined) return { findings };
  return place.kind === 'chart' ? ofChart(place, options) : ofProfile(place, options);
};

const reportInspection = (
  { root }: Project,
  { what, details, isForeign = false }: Subject,
  { simulated, notValidated, isWhole, findings }: Inspection,
  types: readonly Finding[],
  target: Target,
): Report => {
  const all = withTypes(findings, types).map(
    (finding): Finding =>
      isForeign && stricterThanFlux.has(finding.rule)
        ? { ...finding, severity: 'warning' }
        : finding,
  );
  const manifests = count(simulated.flatMap(documentsOf).length, 'manifest');
  const checked = notValidated ? 'not validated' : tally(all);
  const lines = [...describeTarget(target), ...(details?.(simulated) ?? [])];
  const hasErrors = all.some(({ severity }) => severity === 'error');
  return {
    summary: `${root || '.'}: ${what(simulated)}, ${manifests}, ${checked}`,
    ...(lines.length > 0 && { details: lines }),
    findings: all,
    exitCode: Math.max(hasErrors ? 1 : 0, isWhole ? 0 : 2, notValidated?.exitCode ?? 0),
  };
};

/** What Flux accepts, so that it is only a warning in a tree of others. */
const stricterThanFlux: ReadonlySet<string> = new Set(['unknown-kind', 'secret-in-git']);

/** Warnings do not change the exit code and are counted separately. */
const tally = (findings: readonly Finding[]): string => {
  const number = (wanted: Finding['severity']) =>
    findings.filter(({ severity }) => severity === wanted).length;
  const [errors, warnings] = [number('error'), number('warning')];
  return [count(errors, 'finding'), ...(warnings > 0 ? [count(warnings, 'warning')] : [])].join(
    ', ',
  );
};
