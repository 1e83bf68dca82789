import { setImmediate } from 'node:timers/promises';
import { type Engine, type Gates, settleAll } from '@helm-charts/engine';
import {
  appliedProblems,
  type BuiltTree,
  missingHealthChecks,
  type OrderEntry,
  orderOf,
} from '@helm-charts/flux';
import { type Cluster, defaultTarget, type Target } from '@helm-charts/kubernetes';
import { Failure, type Finding, type Manifest } from '@helm-charts/types';
import { type FindDefinition, knownDefinitions } from './api/known-definitions.ts';
import { withoutRepeats } from './api/repeats.ts';
import type { UpgradedObject } from './api/updates.ts';
import { type ApiResult, validateAsApplied } from './api/validate.ts';
import { build } from './build.ts';
import { clustersOf } from './clusters.ts';
import { deduplicate } from './deduplicate.ts';
import { withOperatorKinds } from './flux-operator.ts';
import type { Input } from './input.ts';
import { installAll } from './install.ts';
import { documentsOf, writeOutput } from './output.ts';
import { refuseOwnInput } from './output-folder.ts';
import type { InstalledRelease } from './releases.ts';
import type { KnownKinds } from './schemas/known.ts';
import { withServedApis } from './schemas/served.ts';
import { customObjects } from './schemas/validate.ts';
import { generatorFindings } from './unseen/generators.ts';
import { unvalidated, withOtherApiServer, withoutApiServer } from './unseen/unvalidated.ts';
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
  /** The feature gates of the API server. */
  readonly gates?: Gates;
  /** The objects of the previous release, if the upgrade from it is checked. */
  readonly previous?: readonly Manifest[] | undefined;
  /** The versions of Kubernetes and Flux that the API server has; the default ones unless set. */
  readonly target?: Target;
  /** Runs the rules on the results of all inputs. */
  readonly check: (simulated: readonly Simulated[]) => readonly Finding[];
}

/**
 * Renders inputs, validates every object against the schema of its kind and by the rules of the API server, and checks the
 * rules.
 */
export const inspect = async (
  {
    name,
    inputs,
    check,
    previous,
    gates,
    kinds = () => undefined,
    target = defaultTarget,
  }: Inspected,
  engine: Engine,
): Promise<Inspection> => {
  const server = engine.apiServer(name, gates);
  const known = knownDefinitions(target);
  // The cluster has what the workspace has a schema of.
  const definitionOf: FindDefinition = (manifest) =>
    kinds(manifest.apiVersion, manifest.kind) === undefined ? known(manifest) : undefined;
  try {
    server?.start();
    const simulated = await settleAll(inputs.map((input) => run(input, engine)));
    const documents = simulated.flatMap(documentsOf);
    const custom = customObjects(documents, kinds);
    const more = inputs.flatMap((input) =>
      input.kind === 'tree' ? (input.cluster?.apiVersions ?? []) : [],
    );
    const [validated, api, broken] = await Promise.all([
      orFailure(
        Promise.all([
          engine.validate(custom.others, name),
          custom.inputs.length === 0
            ? []
            : engine.cached(custom.inputs, async () => custom.validate()),
        ]).then((found) =>
          withServedApis(documents, withOperatorKinds(found.flat(), documents), target, more),
        ),
      ),
      orFailure(
        server
          ? validateAsApplied(simulated, server, { previous, definitionOf })
          : Promise.resolve(nothing),
      ),
      meanwhile(async () => {
        await settleAll(simulated.map(writeOutput));
        return check(simulated);
      }),
    ]);
    const failures = [validated, api].filter((one) => one instanceof Failure);
    const found = withoutRepeats({
      api: api instanceof Failure ? [] : api.findings,
      others: [
        ...simulated.flatMap(({ findings }) => findings),
        ...(validated instanceof Failure
          ? unvalidated(documents, 'validator', withoutValidator)
          : validated),
        ...(api instanceof Failure ? [] : withoutApiServer(api.unvalidated)),
        ...(api instanceof Failure ? [] : withOtherApiServer(api.otherVersion, target)),
        ...generatorFindings(documents),
        ...broken,
      ],
    });
    return {
      simulated,
      findings: deduplicate([
        ...failures.flatMap(({ findings }) => findings),
        ...found.others,
        ...found.api,
      ]),
      isWhole: simulated.every(({ isWhole }) => isWhole),
      notValidated: failures[0],
    };
  } finally {
    await Promise.all([server?.close(), engine.keep()]);
  }
};

/** Does work after the programs that validate have got their requests. */
const meanwhile = async <T>(work: () => Promise<T>): Promise<T> => {
  await setImmediate();
  return work();
};

/** Nobody asked for the rules of the API server. */
const nothing: ApiResult = { findings: [], unvalidated: [] };

/**
 * Simulates what Flux does with a repository, up to the objects that the cluster would get, and writes them.
 * @throws {Failure} With exit code 2 if the next render would read its output, 3 if a program is missing or was killed, 130 if the
 * engine was aborted.
 */
export const simulate = async (input: Input, engine: Engine): Promise<Simulated> => {
  const simulated = await run(input, engine);
  await writeOutput(simulated);
  return simulated;
};

const run = async (input: Input, engine: Engine): Promise<Simulated> => {
  const built = await build(input, engine);
  refuseOwnInput(input, built);
  const order = orderOf(built);
  const { resolved, rendered, applied } = await installAll(input, built, order.entries, engine);
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

const withoutValidator = 'no validator is installed, so the object was not validated';

/** If the validator is missing, everything else is still reported. */
const orFailure = <T>(work: Promise<T>): Promise<T | Failure> =>
  work.catch((error: unknown) => {
    if (error instanceof Failure) return error;
    throw error;
  });
