import { relative } from 'node:path';
import { type Failure, type Finding, type Manifest, manifestId } from '@helm-charts/types';
import { isKustomization } from '../kinds.ts';
import { type Lookup, lookupIn } from '../lookup.ts';
import { hasVariables, variablesOf } from '../substitute/variables.ts';
import { artifactOf } from '../written/artifact.ts';
import { type Files, readFiles } from '../written/files.ts';
import type { Locate, Origin } from '../written/origin.ts';
import { directoryOf, type SourceId, sourceOf } from './follow.ts';
import { foresee } from './foresee.ts';
import {
  type BuildContext,
  type BuiltDirectory,
  buildDirectory,
  finish,
  type Kustomize,
  type LayerDocument,
  type Step,
} from './layer.ts';
import { nextStep } from './next.ts';

/** Where a profile is and how it is built. */
export interface ProfileSource {
  /** The directory that a cluster is bootstrapped from, absolute. */
  readonly profileDir: string;
  /** What Flux sees as the root of the repository, absolute. */
  readonly workspaceRoot: string;
  /** What was read of the workspace before, for profiles that share files. */
  readonly files?: Files | undefined;
  readonly kustomize: Kustomize;
}

/** The objects that one Flux Kustomization applies, in the order of kustomize. */
export interface Layer {
  /** Relative to the workspace. */
  readonly path: string;
  /**
   * The Flux Kustomization that applies it (`flux-system/releases`); undefined for a root that
   * only the bootstrap applies.
   */
  readonly appliedBy: string | undefined;
  readonly documents: readonly LayerDocument[];
}

/**
 * Everything that Flux applies for a profile: the root first, then what its Kustomizations lead to,
 * in their order.
 */
export interface BuiltProfile {
  readonly layers: readonly Layer[];
  readonly findings: readonly Finding[];
  /** One for each directory that can't be built; the others are there all the same. */
  readonly failures: readonly Failure[];
  /** What was read on the way. */
  readonly files: Files;
  readonly locate: Locate;
  /** The source that holds the workspace; undefined if every GitRepository does. */
  readonly home: SourceId | undefined;
}

/**
 * Builds the root of a profile and follows every Flux Kustomization of the source that holds the
 * workspace: that of the Kustomization which applies the root, or every GitRepository if none does.
 * Builds beside each other run at the same time; one whose variables come from another waits for
 * it. What is suspended, comes from elsewhere or can't be built is a finding.
 */
export const buildProfile = async (source: ProfileSource): Promise<BuiltProfile> => {
  const { workspaceRoot, profileDir, files = readFiles(workspaceRoot), kustomize } = source;
  const context = {
    workspaceRoot,
    files,
    kustomize: once(kustomize),
    isIgnored: artifactOf(workspaceRoot, files),
  };
  const state = begin(context);
  const path = relative(workspaceRoot, profileDir);
  await apply(state, [{ path, appliedBy: undefined, within: [] }]);
  while (state.waiting.length > 0) {
    const lookup = lookupIn(objectsOf(state));
    const ready = state.waiting.filter(
      ({ appliedBy }) => appliedBy === undefined || hasVariables(appliedBy.manifest, lookup),
    );
    // What is not there by now comes from no other layer.
    const steps = ready.length > 0 ? ready : state.waiting;
    state.waiting = state.waiting.filter((step) => !steps.includes(step));
    await apply(state, steps);
  }
  await Promise.all(state.foreseen);
  const { layers, findings, failures } = state;
  const origins = new Map(
    layers.flatMap(({ documents }) =>
      documents.map(({ manifest, origin }): [Manifest, Origin] => [manifest, origin]),
    ),
  );
  const locate = (manifest: Manifest) => origins.get(manifest);
  return { layers, findings, failures, files, locate, home: state.home };
};

/** The same build is run once: a root that applies itself is built before that is known. */
const once = (kustomize: Kustomize): Kustomize => {
  const builds = new Map<string, ReturnType<Kustomize>>();
  return (build) => {
    const key = `${build.directory}\n${build.text}`;
    const known = builds.get(key) ?? kustomize(build);
    builds.set(key, known);
    return known;
  };
};

interface State {
  readonly context: BuildContext;
  readonly layers: Layer[];
  readonly findings: Finding[];
  readonly failures: Failure[];
  readonly seen: Set<string>;
  /** Builds that were begun before it was known that they are needed. */
  readonly foreseen: Promise<unknown>[];
  waiting: Step[];
  home: SourceId | undefined;
}

const begin = (context: BuildContext): State => ({
  context,
  layers: [],
  findings: [],
  failures: [],
  seen: new Set(),
  foreseen: [],
  waiting: [],
  home: undefined,
});

const objectsOf = ({ layers }: State): readonly Manifest[] =>
  layers.flatMap(({ documents }) => documents.map(({ manifest }) => manifest));

const apply = async (state: State, steps: readonly Step[]): Promise<void> => {
  const built = await Promise.all(steps.map((step) => buildStep(step, state)));
  const lookup = lookupIn([
    ...objectsOf(state),
    ...built.flatMap(({ documents }) => documents.map(({ manifest }) => manifest)),
  ]);
  const finished: { readonly step: Step; readonly layer: Layer }[] = [];
  for (const { step, documents, findings, failure } of built) {
    state.findings.push(...findings);
    if (failure) state.failures.push(failure);
    else finished.push({ step, layer: finishLayer(step, documents, lookup, state) });
  }
  state.layers.push(...finished.map(({ layer }) => layer));
  for (const { step, layer } of finished) {
    for (const document of layer.documents.filter(({ manifest }) => isKustomization(manifest)))
      followUp(document, step, state);
  }
};

interface BuiltStep extends BuiltDirectory {
  readonly step: Step;
}

/** A root that one of its own Kustomizations applies is built as that says. */
const buildStep = async (step: Step, state: State): Promise<BuiltStep> => {
  const { context } = state;
  const building = buildDirectory(step, context);
  state.foreseen.push(...foresee(step, context));
  const built = await building;
  if (step.appliedBy !== undefined) return { step, ...built };
  const self = built.documents.find(
    (document) =>
      isKustomization(document.manifest) &&
      directoryOf(document.manifest, context.workspaceRoot) === step.path,
  );
  if (self === undefined) return { step, ...built };
  state.home = sourceOf(self.manifest);
  state.seen.add(manifestId(self.manifest));
  const own = { ...step, appliedBy: self };
  return { step: own, ...(await buildDirectory(own, context)) };
};

const finishLayer = (
  { path, appliedBy }: Step,
  documents: readonly LayerDocument[],
  lookup: Lookup,
  state: State,
): Layer => {
  const variables = appliedBy
    ? variablesOf(appliedBy.manifest, lookup)
    : { values: undefined, problems: [] };
  for (const problem of variables.problems) {
    state.findings.push({
      rule: problem.rule,
      severity: problem.rule === 'encrypted' ? 'warning' : 'error',
      where: appliedBy?.origin.at(problem.path) ?? path,
      message: `${problem.message}.`,
    });
  }
  const isWrong = variables.problems.some(({ rule }) => rule !== 'encrypted');
  const values = isWrong ? undefined : variables.values;
  const finished = documents.map((document) => finish(document, values, appliedBy?.manifest));
  state.findings.push(...finished.flatMap(({ findings }) => findings));
  return {
    path,
    appliedBy: appliedBy && nameOf(appliedBy.manifest),
    documents: finished.map(({ document }) => document),
  };
};

const followUp = (document: LayerDocument, from: Step, state: State): void => {
  const id = manifestId(document.manifest);
  if (state.seen.has(id)) return;
  state.seen.add(id);
  const { context, home, layers, waiting } = state;
  const applied = [
    ...layers.map(({ path, appliedBy }) => ({ path, by: appliedBy })),
    ...waiting.map(({ path, appliedBy }) => ({
      path,
      by: appliedBy && nameOf(appliedBy.manifest),
    })),
  ];
  const { step, findings } = nextStep(document, from, applied, context.workspaceRoot, home);
  state.findings.push(...findings);
  if (step) state.waiting.push(step);
};

const nameOf = ({ metadata }: Manifest): string =>
  `${metadata.namespace ?? 'default'}/${metadata.name}`;
