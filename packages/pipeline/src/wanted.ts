import { join } from 'node:path';
import { openEngine } from '@helm-charts/engine';
import {
  type ChartLock,
  type ChartRequest,
  placeOf,
  readLock,
  resolve,
  runFetch,
  writeVersion,
} from '@helm-charts/flux';
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
  /** Its lock file. */
  readonly lock: ChartLock;
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
  const lock = readLock(input.lockFile, input.files);
  const { releases, requests, findings } = resolve(built, undefined);
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
      findings: [...lock.findings, ...[...built.findings, ...findings].filter(hidesCharts)],
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

/** Whether a finding says that charts of the tree may be unknown here. A version that is none is reported when it is looked for. */
const hidesCharts = ({ severity, rule, fix, pointer = '' }: Finding): boolean =>
  (severity === 'error' && fix !== writeVersion) ||
  (rule === 'not-rendered' && fix !== runFetch && /(?:sourceRef|chartRef)$/.test(pointer));
