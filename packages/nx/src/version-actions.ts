import { join } from 'node:path';
import {
  type Evaluation,
  evaluate,
  type Reason,
  regenerate,
  replaceVersion,
  textsOf,
} from '@helm-charts/release';
import { type Finding, printFinding } from '@helm-charts/types';
import { VersionActions } from 'nx/release';
import type { ProjectGraph, Tree } from 'nx/src/devkit-exports.js';
import semver from 'semver';

/**
 * Tells `nx release` how to version a Helm chart. Nx asks for a class. What the chart changed since it was released becomes version plans in memory: Nx
 * raises the version and writes the changelog as if somebody had written them into files.
 */
export class ChartVersionActions extends VersionActions {
  override validManifestFilenames: string[] = ['src/chart.ts'];
  override excludeManifestsFromFormatting = true;
  #chart: Evaluation | undefined;
  #findings: readonly Finding[] = [];

  /** Nx asks this of each chart that it releases, before it determines the next versions. */
  override async readCurrentVersionFromSourceManifest(
    tree: Tree,
  ): Promise<{ currentVersion: string; manifestPath: string }> {
    const { name, data } = this.projectGraphNode;
    const { value: chart, findings } = await evaluate({ workspace: tree.root, root: rootOf(data) });
    this.#chart = chart;
    // Nx replaces an error that is thrown here with one of its own; validate is next.
    this.#findings = findings;
    const plans = this.releaseGroup.resolvedVersionPlans;
    if (chart !== undefined && Array.isArray(plans)) plans.push(...plansOf(chart, name));
    return {
      currentVersion: chart?.released ?? chart?.version ?? '0.0.0',
      manifestPath: this.#source,
    };
  }

  override async validate(tree: Tree): Promise<void> {
    await super.validate(tree);
    if (this.#chart !== undefined) return;
    if (this.#findings.length > 0) throw new Error(this.#findings.map(printFinding).join('\n'));
    throw new Error(
      `set "currentVersionResolver" of the release group ${this.releaseGroup.name} in nx.json to "disk": the version of ${this.projectGraphNode.name} is in ${this.#source}`,
    );
  }

  /** No registry is asked. */
  override async readCurrentVersionFromRegistry(): Promise<null> {
    return null;
  }

  /** What a profile installs is generated from the charts. */
  override async readCurrentVersionOfDependency(): Promise<{
    currentVersion: null;
    dependencyCollection: null;
  }> {
    return { currentVersion: null, dependencyCollection: null };
  }

  override async calculateNewVersion(
    ...given: Parameters<VersionActions['calculateNewVersion']>
  ): ReturnType<VersionActions['calculateNewVersion']> {
    const [, , why] = given;
    const chart = this.#chart;
    const calculated = await super.calculateNewVersion(...given);
    if (chart === undefined || why !== 'VERSION_PLANS') return calculated;
    const { released, version, level } = chart;
    // Somebody has raised it already, or it is the first one.
    const isEnough = released === undefined || semver.gt(version, calculated.newVersion);
    const newVersion = isEnough ? version : calculated.newVersion;
    const since = released === undefined ? 'never released' : `a ${level} change since ${released}`;
    return { newVersion, logText: `❓ ${since}, so the version is ${newVersion}` };
  }

  override async updateProjectVersion(tree: Tree, newVersion: string): Promise<string[]> {
    const source = tree.read(this.#source, 'utf8') ?? '';
    const version = this.#chart?.version ?? '';
    if (version === newVersion) return [`${this.#source} has the version ${newVersion} already`];
    const raised = replaceVersion(source, version, newVersion);
    if (raised === undefined)
      throw new Error(
        `${this.#source} has no version: '${version}', or several, so it cannot be raised; write the version ${newVersion} there yourself`,
      );
    tree.write(this.#source, raised);
    return [...this.#findings.map(printFinding), `${this.#source} has the version ${newVersion}`];
  }

  /** Nx calls it when it has determined all versions: all charts and profiles are generated with them. */
  override async updateProjectDependencies(tree: Tree, _graph: ProjectGraph): Promise<string[]> {
    const texts = sourcesIn(tree);
    if (generated.get(tree) === texts.key || texts.key === '[]') return [];
    generated.set(tree, texts.key);
    const { value, findings } = await regenerate(tree.root, texts.texts);
    if (value === undefined) throw new Error(findings.map(printFinding).join('\n'));
    for (const [path, text] of Object.entries(textsOf(value))) {
      if (tree.read(path, 'utf8') === text) continue;
      tree.write(path, text);
      // Another formatter would make it differ from what is generated.
      this.manifestsToUpdate.push({ manifestPath: path, preserveLocalDependencyProtocols: false });
    }
    return [];
  }

  get #source(): string {
    return join(this.projectGraphNode.data.root, 'src/chart.ts');
  }
}

/** The sources that the charts and profiles of a tree were generated from. */
const generated = new WeakMap<Tree, string>();

const sourcesIn = (
  tree: Tree,
): { readonly key: string; readonly texts: Readonly<Record<string, string>> } => {
  const changed = tree.listChanges().filter(({ path }) => /(^|\/)src\/chart\.ts$/.test(path));
  const texts = changed.map(({ path, content }) => [path, `${content}`] as const);
  return { key: JSON.stringify(texts), texts: Object.fromEntries(texts) };
};

/** Nx calls the root of the workspace `.`. */
const rootOf = ({ root }: { readonly root: string }): string => (root === '.' ? '' : root);

type Plan = Extract<
  Exclude<VersionActions['releaseGroup']['resolvedVersionPlans'], false>[number],
  { projectVersionBumps: unknown }
>;

const plansOf = ({ released, version, reasons }: Evaluation, project: string): readonly Plan[] =>
  released === undefined
    ? [planOf(`the first release, ${version}`, 'patch', project, 0)]
    : reasons.map(({ sentence, level }, at) => planOf(sentence, level, project, at));

/** A plan whose file does not exist. Nx prints the newest first. */
const planOf = (message: string, level: Reason['level'], project: string, at: number): Plan => {
  const fileName = `${project.replaceAll(/\W+/g, '-')}-change-${at}.md`;
  const relativePath = join('.nx/version-plans', fileName);
  return {
    fileName,
    relativePath,
    absolutePath: relativePath,
    createdOnMs: -at,
    message,
    projectVersionBumps: { [project]: level },
    commit: null,
  };
};
