import { type Engine, settleAll } from '@helm-charts/engine';
import {
  appliedProblems,
  type BuiltTree,
  type OrderEntry,
  orderOf,
  resolve,
} from '@helm-charts/flux';
import { type Cluster, defaultTarget, type Target } from '@helm-charts/kubernetes';
import { Failure, type Finding } from '@helm-charts/types';
import { build } from './build.ts';
import { prepareCharts } from './charts/releases.ts';
import { clustersOf } from './clusters.ts';
import { deduplicate } from './deduplicate.ts';
import { withOperatorKinds } from './flux-operator.ts';
import type { Input } from './input.ts';
import { documentsOf, writeOutput } from './output.ts';
import { postRender } from './post-render.ts';
import { type InstalledRelease, type ResolvedRelease, render } from './releases.ts';
import { scenariosOf } from './scenarios.ts';
import type { KnownKinds } from './schemas/known.ts';
import { withServedApis } from './schemas/served.ts';
import { customObjects } from './schemas/validate.ts';
import { withInstalledCrds } from './served-apis.ts';
import { upgradeFindings } from './upgrade.ts';
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
  readonly findings: readonly Finding[];
  /** Whether every directory was built and every release was rendered. */
  readonly isWhole: boolean;
}

/** The result for related inputs, for instance a profile and its air-gapped variant. */
export interface Inspection {
  readonly simulated: readonly Simulated[];
  readonly findings: readonly Finding[];
  /** The failure of the validation; undefined if every object was validated. */
  readonly notValidated: Failure | undefined;
  readonly isWhole: boolean;
}

/** The inputs that are inspected together. */
export interface Inspected {
  /** The name of the validation cache. */
  readonly name: string;
  readonly inputs: readonly Input[];
  /** The schemas of custom kinds for the validation. */
  readonly kinds?: KnownKinds;
  /** The versions of Kubernetes and Flux that the API server has; the default ones unless set. */
  readonly target?: Target;
  /** Runs the rules on the results of all inputs. */
  readonly check: (simulated: readonly Simulated[]) => readonly Finding[];
}

/** Renders inputs, validates every object against the schema of its kind, and checks the rules. */
export const inspect = async (
  { name, inputs, check, kinds = () => undefined, target = defaultTarget }: Inspected,
  engine: Engine,
): Promise<Inspection> => {
  const simulated = await settleAll(inputs.map((input) => simulate(input, engine)));
  const documents = simulated.flatMap(documentsOf);
  const custom = customObjects(documents, kinds);
  const more = inputs.flatMap((input) =>
    input.kind === 'tree' ? (input.cluster?.apiVersions ?? []) : [],
  );
  const validated = await orFailure(
    Promise.all([
      engine.validate(custom.others, name),
      custom.inputs.length === 0 ? [] : engine.cached(custom.inputs, async () => custom.validate()),
    ]).then((found) =>
      withServedApis(documents, withOperatorKinds(found.flat(), documents), target, more),
    ),
  );
  const broken = check(simulated);
  return {
    simulated,
    findings: deduplicate([
      ...simulated.flatMap(({ findings }) => findings),
      ...(validated instanceof Failure ? validated.findings : validated),
      ...broken,
    ]),
    isWhole: simulated.every(({ isWhole }) => isWhole),
    notValidated: validated instanceof Failure ? validated : undefined,
  };
};

/**
 * Simulates what Flux does with a repository, up to the objects that the cluster would get, and writes them.
 * @throws {Failure} With exit code 3 if a program is missing or was killed, 130 if the engine was aborted.
 */
export const simulate = async (input: Input, engine: Engine): Promise<Simulated> => {
  const built = await build(input, engine);
  const resolved =
    input.kind === 'chart'
      ? scenariosOf(input)
      : await prepareCharts(resolve(built, input.lockFile, input.target?.flux), input, built);
  const order = orderOf(built);
  const { rendered, applied } = await install(resolved.releases, order.entries, built, engine);
  const installed = applied.releases;
  const clusters = clustersOf(input, built, installed);
  const [varying, upgrades] = await Promise.all([
    varyingOf(rendered.releases, engine),
    input.upgrade ? upgradeFindings(rendered.releases, engine) : [],
  ]);
  const simulated = {
    input,
    built,
    installed,
    clusters,
    order: order.entries,
    varying,
    findings: deduplicate([
      ...built.findings,
      ...appliedProblems(built),
      ...order.findings,
      ...resolved.findings,
      ...rendered.findings,
      ...applied.findings,
      ...upgrades,
    ]),
    isWhole: built.isWhole && installed.length === resolved.releases.length,
  };
  await writeOutput(simulated);
  return simulated;
};

/** Renders releases as Flux installs them. If releases add custom resources, those that wait for them are rendered with their APIs. */
const install = async (
  releases: readonly ResolvedRelease[],
  order: readonly OrderEntry[],
  built: BuiltTree,
  engine: Engine,
) => {
  const rendered = await render(releases, engine);
  const applied = await postRender(rendered.releases, built, engine);
  const changed = withInstalledCrds(releases, applied.releases, order);
  if (changed === undefined) return { rendered, applied };
  const again = await render(changed, engine);
  return { rendered: again, applied: await postRender(again.releases, built, engine) };
};

/** If the validator is missing, everything else is still reported. */
const orFailure = <T>(work: Promise<T>): Promise<T | Failure> =>
  work.catch((error: unknown) => {
    if (error instanceof Failure) return error;
    throw error;
  });
