import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { openEngine, prune } from '@helm-charts/engine';
import type { Checked, Finding } from '@helm-charts/types';
import { cacheFolder, isForeign } from './cache-folder.ts';
import { withTypes } from './check-types/check-types.ts';
import { deduplicate } from './deduplicate.ts';
import { type EngineChoice, engineOptions } from './engine.ts';
import { type Inspected, type Inspection, inspect, type Simulated } from './inspect.ts';
import { unlessAborted } from './interrupted.ts';
import { ofChart } from './of-chart.ts';
import { isForeignChart, ofForeignChart } from './of-foreign-chart.ts';
import { ofProfile } from './of-profile.ts';
import { isTree, ofTree } from './of-tree.ts';
import { documentsOf } from './output.ts';
import { outputProblems } from './output-folder.ts';
import { type Project, placeOf } from './place.ts';
import { count, type Report, refused, reportOf } from './report.ts';
import { workspaceKinds } from './schemas/known.ts';
import { withLines } from './unseen/lines.ts';
import { isShown, strictly } from './unseen/strict.ts';
import { unseenText } from './unseen/text.ts';
import { unseenOf } from './unseen/unseen.ts';

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
  /**
   * The folder (absolute) below which manifests are written. The default is `dist/render`; into a foreign repository nothing
   * is written.
   */
  readonly output?: string | undefined;
  /** Whether everything that was not rendered, not validated or not evaluated is an error. */
  readonly strict?: boolean | undefined;
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
  /** Whether kinds without a schema are only a warning. */
  readonly isForeign?: boolean;
}

/**
 * Renders every scenario of a chart, or every release of a profile or of another tree of Flux objects, validates every
 * manifest and runs the rules.
 * @example
 * const report = await render({ workspace: process.cwd(), root: 'charts/web' });
 * console.log(printReport(report));
 */
export const render = (project: Project, options: RenderOptions = {}): Promise<Report> =>
  reportOf(project.root, async () => {
    const { value: choice, findings: wrong } = await engineOptions(project.workspace, options);
    const { workspace: workspaceRoot } = project;
    const cache = options.cache === false ? false : cacheFolder(workspaceRoot);
    const engine =
      choice && openEngine({ workspaceRoot, signal: options.signal, ...choice, cache });
    engine?.start();
    const today = options.today ?? (() => new Date().toISOString().slice(0, 10));
    const { value: subject, findings } = await unlessAborted(
      options.signal,
      subjectOf(project, { ...options, today }),
    );
    if (subject === undefined || engine === undefined)
      return refused(project.root, deduplicate([...wrong, ...findings]));
    const isMarked = options.output !== undefined;
    const inputs = subject.inputs.map((input) => ({
      ...input,
      isMarked,
      upgrade: options.upgrade ?? false,
    }));
    const occupied = outputProblems(inputs);
    if (occupied.length > 0) return refused(project.root, occupied);
    const kinds = await workspaceKinds(workspaceRoot);
    const name = isForeign(workspaceRoot) ? nameOf(workspaceRoot, subject) : subject.name;
    const inspection = await inspect({ ...subject, name, inputs, kinds }, engine);
    // In a cache that repositories share, nobody else removes those of repositories that are gone.
    if (isForeign(workspaceRoot) && cache !== false) await prune(join(cache, 'verdicts'));
    return reportInspection(project, subject, inspection, findings, options.strict);
  });

/** The name of a validation cache that no other repository has. */
const nameOf = (workspaceRoot: string, { name }: Subject): string => {
  const hash = createHash('sha256').update(JSON.stringify([workspaceRoot, name]));
  return hash.digest('hex');
};

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
  { workspace, root }: Project,
  { what, details, isForeign = false }: Subject,
  { simulated, notValidated, isWhole, findings }: Inspection,
  types: readonly Finding[],
  isStrict = false,
): Report => {
  const found = withTypes(findings, types).map(
    (finding): Finding =>
      isForeign && stricterThanFlux.has(finding.rule)
        ? { ...finding, severity: 'warning' }
        : finding,
  );
  const located = withLines(found, workspace, simulated[0]?.input.files);
  const all = isStrict ? strictly(located) : found;
  const unseen = unseenOf(simulated, located);
  const shown = all.filter(isShown);
  const manifests = count(simulated.flatMap(documentsOf).length, 'manifest');
  const hasErrors = all.some(({ severity }) => severity === 'error');
  return {
    summary: `${root || '.'}: ${what(simulated)}, ${manifests}, ${tally(shown)}${unseenText(unseen)}`,
    ...(details && { details: details(simulated) }),
    findings: shown,
    unseen,
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
