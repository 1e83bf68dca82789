import { relative } from 'node:path';
import { type Finding, type Manifest, manifestId } from '@helm-charts/types';
import { isKustomization } from '../kinds.ts';
import { type Lookup, lookupIn } from '../lookup.ts';
import { artifactOf } from '../sources/artifact.ts';
import type { Files } from '../sources/files.ts';
import type { Locate, Origin } from '../sources/origin.ts';
import { hasVariables, variablesOf } from '../substitute/variables.ts';
import { childStep } from './child.ts';
import { type Build, type PlanContext, type PlannedBuild, planBuild } from './directory.ts';
import { directoryOf, type SourceId, sourceOf } from './follow.ts';
import { type BuildResult, builtDocuments, finish, type LayerDocument } from './layer.ts';
import type { Step } from './step.ts';

/** A tree of files with Flux objects. Paths are absolute. */
export interface Tree {
  /** The directory that a cluster is bootstrapped from. */
  readonly directory: string;
  /** What Flux sees as the root of the repository. */
  readonly repository: string;
  readonly files: Files;
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

/** Everything that Flux applies from a tree: the root first, then what its Kustomizations lead to, in their order. */
export interface BuiltTree extends Tree {
  readonly layers: readonly Layer[];
  readonly findings: readonly Finding[];
  /** Whether every directory could be built. */
  readonly isWhole: boolean;
  readonly locate: Locate;
  /** The source that holds the workspace; undefined if every GitRepository does. */
  readonly home: SourceId | undefined;
}

/** A tree as far as it is built. It is whole once it needs nothing more. */
export interface Plan extends BuiltTree {
  /** The builds that `advance` takes the results of. */
  readonly needs: readonly Build[];
  readonly progress: Progress;
}

/** What a plan has come to. */
interface Progress {
  readonly context: PlanContext;
  readonly layers: readonly Layer[];
  readonly findings: readonly Finding[];
  readonly isWhole: boolean;
  readonly home: SourceId | undefined;
  /** The Flux Kustomizations that were followed, by id. */
  readonly followed: ReadonlySet<string>;
  /** Steps whose builds are needed now. */
  readonly running: readonly Running[];
  /** Steps whose variables may come from a layer that is not built yet. */
  readonly waiting: readonly Step[];
  readonly results: ReadonlyMap<string, BuildResult>;
}

interface Running {
  readonly step: Step;
  readonly planned: PlannedBuild;
}

/**
 * Plans the build of a tree: its root, and every Flux Kustomization of the source that holds the
 * workspace, which is that of the Kustomization that applies the root, or every GitRepository if
 * none does. One whose variables come from another is built after it. What is suspended, comes from
 * elsewhere or can't be built is a finding.
 */
export const plan = (tree: Tree): Plan => {
  const { repository, directory, files } = tree;
  const context = {
    workspaceRoot: repository,
    files,
    isIgnored: artifactOf(repository, files),
  };
  const root: Step = {
    path: relative(repository, directory),
    appliedBy: undefined,
    within: [],
  };
  return proceed(tree, {
    context,
    layers: [],
    findings: [],
    isWhole: true,
    home: undefined,
    followed: new Set(),
    running: [begin(root, context)],
    waiting: [],
    results: new Map(),
  });
};

/** Takes the results of the builds that a plan needs, in their order, as far as the next ones. */
export const advance = (
  { needs, progress, ...tree }: Plan,
  results: readonly BuildResult[],
): Plan => {
  const more = needs.flatMap((build, index): [string, BuildResult][] => {
    const result = results[index];
    return result === undefined ? [] : [[keyOf(build), result]];
  });
  return proceed(tree, { ...progress, results: new Map([...progress.results, ...more]) });
};

const begin = (step: Step, context: PlanContext): Running => ({
  step,
  planned: planBuild(step.path, step.appliedBy, context),
});

/** The same text in the same directory comes to the same objects, for instance a root that applies itself. */
const keyOf = ({ directory, text }: Build): string => `${directory}\n${text}`;

const proceed = ({ repository, directory, files }: Tree, from: Progress): Plan => {
  let progress = from;
  let needs = missing(progress);
  while (needs.length === 0 && progress.running.length > 0) {
    progress = next(finishRunning(progress));
    needs = missing(progress);
  }
  const { layers, findings, isWhole, home } = progress;
  const origins = new Map(
    layers.flatMap(({ documents }) =>
      documents.map(({ manifest, origin }): [Manifest, Origin] => [manifest, origin]),
    ),
  );
  return {
    repository,
    directory,
    files,
    layers,
    findings,
    isWhole,
    home,
    locate: (manifest) => origins.get(manifest),
    needs,
    progress,
  };
};

const missing = ({ running, results }: Progress): readonly Build[] => {
  const builds = running.flatMap(({ planned }) => planned.build ?? []);
  const byKey = new Map(builds.map((build) => [keyOf(build), build]));
  return [...byKey].flatMap(([key, build]) => (results.has(key) ? [] : [build]));
};

/** Runs what waits and has its variables. What is not there by now comes from no other layer. */
const next = (progress: Progress): Progress => {
  if (progress.running.length > 0) return progress;
  const lookup = lookupIn(objectsOf(progress.layers));
  const ready = progress.waiting.filter(
    ({ appliedBy }) => appliedBy === undefined || hasVariables(appliedBy.manifest, lookup),
  );
  const steps = ready.length > 0 ? ready : progress.waiting;
  return {
    ...progress,
    running: steps.map((step) => begin(step, progress.context)),
    waiting: progress.waiting.filter((step) => !steps.includes(step)),
  };
};

const objectsOf = (layers: readonly Pick<Layer, 'documents'>[]): readonly Manifest[] =>
  layers.flatMap(({ documents }) => documents.map(({ manifest }) => manifest));

interface Built {
  readonly step: Step;
  readonly documents: readonly LayerDocument[];
}

/** Makes layers of the builds that are at hand now. */
const finishRunning = (progress: Progress): Progress => {
  const { running, results, context } = progress;
  const checked = running.map(({ step, planned }) => {
    const result = planned.build && results.get(keyOf(planned.build));
    return { step, ...builtDocuments(planned, result, context.files) };
  });
  const own = checked.flatMap(({ step, value = [] }) => selfAppliedBy(step, value, context));
  const [self] = own;
  if (self?.appliedBy !== undefined) {
    const { manifest } = self.appliedBy;
    return {
      ...progress,
      home: sourceOf(manifest),
      followed: new Set([manifestId(manifest)]),
      running: [begin(self, context)],
    };
  }
  const built = checked.flatMap(({ step, value }): Built[] =>
    value === undefined ? [] : [{ step, documents: value }],
  );
  const lookup = lookupIn(objectsOf([...progress.layers, ...built]));
  const finished = built.map((one) => ({ step: one.step, ...finishLayer(one, lookup) }));
  const done: Progress = {
    ...progress,
    running: [],
    layers: [...progress.layers, ...finished.map(({ layer }) => layer)],
    isWhole: progress.isWhole && built.length === checked.length,
    findings: [
      ...progress.findings,
      ...checked.flatMap(({ findings }) => findings),
      ...finished.flatMap(({ findings }) => findings),
    ],
  };
  const children = finished.flatMap(({ step, layer }) =>
    layer.documents
      .filter(({ manifest }) => isKustomization(manifest))
      .map((document) => ({ document, step })),
  );
  return children.reduce((all, { document, step }) => followUp(all, document, step), done);
};

/** A root that one of its own Kustomizations applies is built as that says. */
const selfAppliedBy = (
  step: Step,
  documents: readonly LayerDocument[],
  { workspaceRoot }: PlanContext,
): readonly Step[] => {
  if (step.appliedBy !== undefined) return [];
  const self = documents.find(
    ({ manifest }) =>
      isKustomization(manifest) && directoryOf(manifest, workspaceRoot) === step.path,
  );
  return self === undefined ? [] : [{ ...step, appliedBy: self }];
};

const finishLayer = (
  { step: { path, appliedBy }, documents }: Built,
  lookup: Lookup,
): { readonly layer: Layer; readonly findings: readonly Finding[] } => {
  const variables = appliedBy
    ? variablesOf(appliedBy.manifest, lookup, appliedBy.origin)
    : { values: undefined, findings: [] };
  const finished = documents.map((document) =>
    finish(document, variables.values, appliedBy?.manifest),
  );
  return {
    layer: {
      path,
      appliedBy: appliedBy && nameOf(appliedBy.manifest),
      documents: finished.map(({ document }) => document),
    },
    findings: [...variables.findings, ...finished.flatMap(({ findings }) => findings)],
  };
};

const followUp = (progress: Progress, document: LayerDocument, from: Step): Progress => {
  const id = manifestId(document.manifest);
  const { context, home, layers, waiting, followed } = progress;
  if (followed.has(id)) return progress;
  const applied = [
    ...layers.map(({ path, appliedBy }) => ({ path, by: appliedBy })),
    ...waiting.map(({ path, appliedBy }) => ({
      path,
      by: appliedBy && nameOf(appliedBy.manifest),
    })),
  ];
  const { step, findings } = childStep(document, from, applied, context.workspaceRoot, home);
  return {
    ...progress,
    followed: new Set([...followed, id]),
    waiting: step ? [...waiting, step] : waiting,
    findings: [...progress.findings, ...findings],
  };
};

const nameOf = ({ metadata }: Manifest): string =>
  `${metadata.namespace ?? 'default'}/${metadata.name}`;
