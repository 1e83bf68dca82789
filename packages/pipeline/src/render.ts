import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { openEngine, prune } from '@helm-charts/engine';
import type { Target } from '@helm-charts/kubernetes';
import type { Checked, Finding, ProfileCluster } from '@helm-charts/types';
import { cacheFolder, isForeign } from './cache-folder.ts';
import { loadConfig } from './config.ts';
import { deduplicate } from './deduplicate.ts';
import { type EngineChoice, engineOptions } from './engine.ts';
import type { Folders } from './folders.ts';
import type { Input } from './input.ts';
import { type Inspected, inspect } from './inspect.ts';
import { unlessAborted } from './interrupted.ts';
import { ofChart } from './of-chart.ts';
import { isForeignChart, ofForeignChart } from './of-foreign-chart.ts';
import { ofProfile } from './of-profile.ts';
import { isTree, ofTree } from './of-tree.ts';
import { outputProblems } from './output-folder.ts';
import { isDirectory, type Project, placeOf } from './place.ts';
import { type Report, refused, reportOf } from './report.ts';
import { reportInspection } from './report-inspection.ts';
import { workspaceKinds } from './schemas/known.ts';
import type { Simulated } from './simulate.ts';
import { targetOfRun } from './target.ts';

export interface RenderOptions extends EngineChoice {
  /** Values files (absolute paths): a chart is rendered with each of them instead of its scenarios. */
  readonly values?: readonly string[];
  /** Another working tree of the repository (absolute path): the upgrade from it to this one is also checked. */
  readonly previous?: string | undefined;
  /**
   * The names of the rule sets to check, with their advice. Without it, a chart or profile of this workspace is checked against the rule
   * sets of its configuration, and a tree or chart of others against `kubernetes` and `flux` without their advice.
   */
  readonly rules?: readonly string[] | undefined;
  /** What the function `lookup` finds, for a chart or tree of others: see `lookupObjects`. */
  readonly lookup?: readonly string[];
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
  /** The folders of charts that other renders of the same run have read. */
  readonly folders?: Folders | undefined;
  /** Aborting it ends the render with exit code 130. */
  readonly signal?: AbortSignal | undefined;
}

/** The inputs of a project, with the texts of its report. */
export interface Subject extends Inspected {
  /** For the summary: `3 scenarios`. */
  readonly what: (simulated: readonly Simulated[]) => string;
  readonly details?: (simulated: readonly Simulated[]) => readonly string[];
  /** The errors of the compiler in its sources; undefined if it has none. A render does not wait for them until the report. */
  readonly types?: Promise<readonly Finding[]>;
  /** The cluster of a profile. */
  readonly cluster?: ProfileCluster;
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
    const open = (target: Target, name?: string) =>
      openEngine({ workspaceRoot, signal: options.signal, ...choice, cache, target, name });
    const started = choice && open(choice.target).start();
    const today = options.today ?? (() => new Date().toISOString().slice(0, 10));
    const { value: subject, findings } = await unlessAborted(
      options.signal,
      subjectOf(project, { ...options, today }),
    );
    if (subject === undefined || choice === undefined)
      return refused(project.root, deduplicate([...wrong, ...findings]));
    const { value: target, findings: others } = await targetOfSubject(project, subject, options);
    if (target === undefined) return refused(project.root, others);
    const inputs = subject.inputs.map((input) => inputFor(input, target, options));
    const occupied = outputProblems(inputs);
    if (occupied.length > 0) return refused(project.root, occupied);
    const [kinds, { value: config }] = await Promise.all([
      workspaceKinds(workspaceRoot),
      loadConfig(workspaceRoot),
    ]);
    const gates = { featureGates: config?.featureGates, areUnknown: subject.isForeign ?? false };
    const name = isForeign(workspaceRoot) ? nameOf(workspaceRoot, subject) : subject.name;
    // It starts while this process plans the first builds.
    await started;
    const inspection = await inspect(
      { ...subject, name, inputs, kinds, gates, target },
      open(target, name),
    );
    // In a cache that repositories share, nobody else removes those of repositories that are gone.
    if (isForeign(workspaceRoot) && cache !== false) await prune(join(cache, 'verdicts'));
    const types = await unlessAborted(options.signal, subject.types ?? Promise.resolve([]));
    return reportInspection(project, subject, inspection, {
      types: [...types, ...findings, ...others],
      isStrict: options.strict ?? false,
      target,
    });
  });

/** The name of a validation cache that no other repository has. */
const nameOf = (workspaceRoot: string, { name }: Subject): string => {
  const hash = createHash('sha256').update(JSON.stringify([workspaceRoot, name]));
  return hash.digest('hex');
};

const targetOfSubject = async (
  { workspace }: Project,
  { cluster }: Subject,
  { target: option }: RenderOptions,
): Promise<Checked<Target>> => {
  const { value: config } = await loadConfig(workspace);
  return targetOfRun({ option, cluster, config: config?.target });
};

/** An input as the options want it. The cluster of a profile has the version of the option, if there is one. */
const inputFor = (
  input: Input,
  target: Target,
  { target: option, upgrade = false, output }: RenderOptions,
): Input => {
  const asked = { target, upgrade, isMarked: output !== undefined };
  return input.kind === 'tree' && input.cluster !== undefined && option?.kubernetes !== undefined
    ? {
        ...input,
        ...asked,
        cluster: { ...input.cluster, kubernetesVersion: target.kubernetes.version },
      }
    : { ...input, ...asked };
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
  if (place === undefined)
    return {
      findings: isDirectory(join(project.workspace, project.root)) ? [nothing(project)] : findings,
    };
  if (options.lookup !== undefined && options.lookup.length > 0)
    return { findings: [ownCluster(project, place.kind)] };
  return place.kind === 'chart' ? ofChart(place, options) : ofProfile(place, options);
};

const ownCluster = ({ root }: Project, kind: 'chart' | 'profile'): Finding => ({
  rule: 'usage',
  severity: 'error',
  input: root || '.',
  message: `--lookup works with charts and trees of others, and a ${kind} of this workspace says itself what lookup finds`,
  fix:
    kind === 'chart'
      ? 'write it in clusters of src/chart.ts'
      : 'write it in cluster of src/profile.ts',
});

const nothing = ({ root }: Project): Finding => ({
  rule: 'place',
  severity: 'error',
  input: root || '.',
  message:
    'the directory contains nothing to render: no Chart.yaml, no YAML, no src/chart.ts and no src/profile.ts',
  fix: 'name the directory of a Helm chart, or one that Flux is pointed at',
});
