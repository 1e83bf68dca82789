import type { Engine } from '@helm-charts/engine';
import {
  appliedProblems,
  type BuiltTree,
  missingHealthChecks,
  type OrderEntry,
  orderOf,
} from '@helm-charts/flux';
import type { Cluster } from '@helm-charts/kubernetes';
import type { Finding } from '@helm-charts/types';
import type { UpgradedObject } from './api/updates.ts';
import { build } from './build.ts';
import { clustersOf } from './clusters.ts';
import { deduplicate } from './deduplicate.ts';
import type { Input } from './input.ts';
import { type Installation, installAll } from './install.ts';
import { writeOutput } from './output.ts';
import { refuseOwnInput } from './output-folder.ts';
import type { InstalledRelease } from './releases.ts';
import { upgradesOf } from './upgrade.ts';
import { type Varying, varyingOf } from './varying.ts';

/** The result of simulating Flux and Helm on an input. */
export interface Simulated {
  readonly input: Input;
  /** The objects that kustomize-controller applies; empty for a chart. */
  readonly built: BuiltTree;
  /** The objects of each release, without releases that could not be rendered. */
  readonly installed: readonly InstalledRelease[];
  /** One cluster with all objects of a tree, or one cluster for each scenario of a chart. */
  readonly clusters: readonly Cluster[];
  readonly order: readonly OrderEntry[];
  /** The objects that differ from one render to the next. */
  readonly varying: readonly Varying[];
  /** The objects that an upgrade with the same values changes; empty unless upgrades are rendered. */
  readonly upgraded: readonly UpgradedObject[];
  readonly findings: readonly Finding[];
  /** Whether every directory was built and every release was rendered. */
  readonly isWhole: boolean;
}

/** What Flux applies and Helm installs of an input. */
interface Installed extends Installation {
  readonly input: Input;
  readonly built: BuiltTree;
  readonly order: ReturnType<typeof orderOf>;
}

/**
 * Simulates what Flux does with a repository, up to the objects that the cluster would get, and writes them.
 * @throws {Failure} With exit code 2 if the next render would read its output, 3 if a program is missing or was killed, 130 if the
 * engine was aborted.
 */
export const simulate = async (input: Input, engine: Engine): Promise<Simulated> => {
  const simulated = await describe(await install(input, engine), engine);
  await writeOutput(simulated);
  return simulated;
};

/**
 * Finds out which objects the cluster would get.
 * @throws {Failure} As `simulate`.
 */
export const install = async (input: Input, engine: Engine): Promise<Installed> => {
  const built = await build(input, engine);
  refuseOwnInput(input, built);
  const order = orderOf(built);
  return { input, built, order, ...(await installAll(input, built, order.entries, engine)) };
};

/** Describes the cluster with these objects. */
export const describe = async (
  { input, built, order, resolved, rendered, applied }: Installed,
  engine: Engine,
): Promise<Simulated> => {
  const installed = applied.releases;
  const clusters = clustersOf(input, built, installed);
  const [varying, upgrades] = await Promise.all([
    varyingOf(rendered.releases, engine),
    input.upgrade ? upgradesOf(rendered.releases, engine) : { findings: [], upgraded: [] },
  ]);
  const isWhole = built.isWhole && installed.length === resolved.releases.length;
  return {
    input,
    built,
    installed,
    clusters,
    order: order.entries,
    varying,
    upgraded: upgrades.upgraded,
    findings: deduplicate([
      ...built.findings,
      ...appliedProblems(built),
      ...order.findings,
      ...resolved.findings,
      ...rendered.findings,
      ...applied.findings,
      ...(isWhole && hasAllReleases(clusters) && !built.isPartial
        ? missingHealthChecks(built, clusters)
        : []),
      ...upgrades.findings,
    ]),
    isWhole,
  };
};

/** Whether every HelmRelease is rendered, so that each object of the clusters is known. */
const hasAllReleases = (clusters: readonly Cluster[]): boolean =>
  clusters.flatMap(({ flux }) => flux).filter(({ kind }) => kind === 'HelmRelease').length ===
  clusters.flatMap(({ releases }) => releases).length;
