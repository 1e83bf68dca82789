import { join } from 'node:path';
import { openEngine } from '@helm-charts/engine';
import { type ChartRequest, type LockedChart, placeOf, resolve } from '@helm-charts/flux';
import type { Checked, Finding } from '@helm-charts/types';
import { build } from './build.ts';
import { dependencyRequests } from './charts/dependencies.ts';
import { type Config, declaredSources, loadConfig } from './config.ts';
import { engineOptions } from './engine.ts';
import { type TreeInput, treeInput } from './input.ts';
import type { Project } from './place.ts';
import { storeOf } from './store.ts';

/** A chart that a tree needs from the network. */
export interface WantedChart {
  readonly request: ChartRequest;
  /** The field of the HelmRelease that needs it. */
  readonly place: Partial<Finding>;
}

/** What a tree needs from the network. */
export interface Wanted {
  readonly charts: readonly WantedChart[];
  /** The charts in its lock file. */
  readonly lock: readonly LockedChart[];
  /** What is wrong with the tree, so that something it needs may be missing here. */
  readonly findings: readonly Finding[];
}

/**
 * Finds the charts that a tree of Flux objects needs from the network, by building it as `render` does. It reads files
 * only.
 * @throws {Failure} With exit code 3 if a program is missing, 130 if it was aborted.
 */
export const wantedOf = async (
  project: Project,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<Checked<Wanted>> => {
  const { workspace: workspaceRoot } = project;
  const [choice, config] = await Promise.all([
    engineOptions(workspaceRoot, {}),
    loadConfig(workspaceRoot),
  ]);
  const wrong = [...choice.findings, ...config.findings];
  if (choice.value === undefined || config.value === undefined) return { findings: wrong };
  const engine = openEngine({ workspaceRoot, signal: options.signal, ...choice.value });
  const input = inputOf(project, config.value);
  const built = await build(input, engine);
  const { releases, requests, lock, findings } = resolve(built, input.lockFile);
  const placed = requests.map(({ helmRelease, request: { path, ...request } }) => ({
    request,
    place: placeOf(helmRelease, path, built.locate(helmRelease)),
  }));
  const local = releases.map(async ({ chart, helmRelease, chartField }) => {
    if (!('directory' in chart.location)) return [];
    const place = placeOf(helmRelease, chartField, built.locate(helmRelease));
    const needed = await dependencyRequests(chart.location.directory, input);
    return needed.map((request) => ({ request, place }));
  });
  return {
    value: {
      charts: [...placed, ...(await Promise.all(local)).flat()],
      lock,
      findings: [...built.findings, ...findings].filter(isOfTree),
    },
    findings: wrong,
  };
};

const inputOf = ({ workspace, root }: Project, config: Config): TreeInput =>
  treeInput({
    workspaceRoot: workspace,
    directory: join(workspace, root),
    out: '',
    store: storeOf(workspace),
    declaredSources: declaredSources(config),
    assumptions: { inCluster: config.inCluster ?? [], assumesSecrets: true },
  });

/** A chart that the lock file lacks is what is looked for here. */
const isOfTree = ({ severity, rule }: Finding): boolean => severity === 'error' && rule !== 'chart';
