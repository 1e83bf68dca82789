import { join } from 'node:path';
import { openEngine } from '@helm-charts/engine';
import {
  type BuiltTree,
  type ChartLock,
  type ChartRequest,
  type LockedRemote,
  placeOf,
  type RemoteUse,
  readLock,
  remoteUses,
  resolve,
  runFetch,
  writeVersion,
} from '@helm-charts/flux';
import type { Checked, Finding } from '@helm-charts/types';
import { build } from './build.ts';
import { cacheFolder } from './cache-folder.ts';
import { dependencyRequests } from './charts/dependencies.ts';
import { excludedBy } from './charts/excluded.ts';
import { type Config, declaredSources, loadConfig } from './config.ts';
import { copiesIn } from './copies.ts';
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
  /** What its kustomizations name by URLs. */
  readonly remotes: readonly RemoteUse[];
  /** Its lock file. */
  readonly lock: ChartLock;
  /** What is wrong with the tree, so that something it needs may be missing here. */
  readonly findings: readonly Finding[];
}

interface WantedOptions {
  readonly signal?: AbortSignal | undefined;
  /** The remote files and bases that are available locally; the default are those of the lock file. */
  readonly remotes?: readonly LockedRemote[] | undefined;
}

/**
 * Finds the charts and remote bases that a tree of Flux objects needs from the network, by building it as `render` does. It reads files
 * only.
 * @throws {Failure} With exit code 3 if a program is missing, 130 if it was aborted.
 */
export const wantedOf = async (
  project: Project,
  options: WantedOptions = {},
): Promise<Checked<Wanted>> => {
  const { workspace: workspaceRoot } = project;
  const [choice, config] = await Promise.all([
    engineOptions(workspaceRoot, {}),
    loadConfig(workspaceRoot),
  ]);
  const wrong = [...choice.findings, ...config.findings];
  if (choice.value === undefined || config.value === undefined) return { findings: wrong };
  const cache = cacheFolder(workspaceRoot);
  const engine = openEngine({ workspaceRoot, signal: options.signal, ...choice.value, cache });
  const input = inputOf(project, config.value, options.remotes);
  const built = await build(input, engine);
  const lock = readLock(input.lockFile, input.files);
  const copyOf = copiesIn(input.store.remotes, () => options.remotes ?? lock.remotes);
  const { releases, requests, findings } = resolve(built);
  const placed = requests.map(({ helmRelease, request: { path, ...request } }) => ({
    request,
    place: placeOf(helmRelease, path, built.locate(helmRelease)),
  }));
  const excluded = excludedBy(workspaceRoot, input.files);
  const local = releases.map(async ({ chart, helmRelease, chartField }) => {
    if (!('directory' in chart.location)) return [];
    const place = placeOf(helmRelease, chartField, built.locate(helmRelease));
    const { directory, ignore } = chart.location;
    const needed = await dependencyRequests(directory, {
      workspaceRoot,
      excluded: excluded(ignore),
    });
    return needed.map((request) => ({ request, place }));
  });
  return {
    value: {
      charts: [...placed, ...(await Promise.all(local)).flat()],
      remotes: remoteUses(built, (url) => copyOf(url)?.path),
      lock,
      findings: [
        ...lock.findings,
        ...built.findings.filter((finding) => hidesObjects(finding, built)),
        ...findings.filter(hidesChart),
      ],
    },
    findings: wrong,
  };
};

const inputOf = (
  { workspace, root }: Project,
  config: Config,
  remotes: readonly LockedRemote[] | undefined,
): TreeInput => {
  const store = storeOf(workspace);
  return treeInput({
    workspaceRoot: workspace,
    directory: join(workspace, root),
    out: '',
    store,
    declaredSources: declaredSources(config),
    assumptions: { inCluster: config.inCluster ?? [], assumesSecrets: true },
    ...(remotes && { copyOf: copiesIn(store.remotes, () => remotes) }),
  });
};

/** Whether a finding says why directories are not built, so that their releases are unknown here. Remote bases are looked for here. */
const hidesObjects = ({ severity, rule }: Finding, { isWhole }: BuiltTree): boolean =>
  severity === 'error' && rule !== 'remote' && (rule === 'not-rendered' || !isWhole);

/**
 * Whether a finding says why the chart of a release is unknown here. What the lock file lacks is looked for here, and so
 * is a version that is none.
 */
const hidesChart = ({ severity, rule, fix, pointer = '' }: Finding): boolean =>
  (rule === 'chart' && severity === 'error' && fix !== writeVersion) ||
  (rule === 'not-rendered' && fix !== runFetch && /(?:sourceRef|chartRef)$/.test(pointer));
