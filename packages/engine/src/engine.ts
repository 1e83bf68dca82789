import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import {
  defaultTarget,
  type ManifestDocument,
  schemasOf,
  type Target,
} from '@helm-charts/kubernetes';
import type {
  Build,
  Checked,
  Expansion,
  Finding,
  JsonObject,
  Manifest,
  Position,
  Release,
  Transformation,
} from '@helm-charts/types';
import { allGates, type Gates, withUnknownGates } from './apiserver/gates.ts';
import { type ApiServer, openApiServer } from './apiserver/server.ts';
import type { EngineName, TemplateReads } from './backend.ts';
import { build, transform } from './build.ts';
import { noCache, openCache } from './cache.ts';
import { openBackend } from './choose.ts';
import { expand } from './expand.ts';
import type { Folder } from './folder.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { type Lint, lint } from './lint.ts';
import { memoize } from './memoize.ts';
import { labelOf, renderRelease } from './render.ts';
import { settleAll } from './settle.ts';
import { orStopped } from './stopped.ts';
import { traceRelease } from './trace.ts';
import { validate } from './validate.ts';

/** Options of an engine. */
export interface EngineOptions {
  /** Absolute path. Paths in findings are relative to it. */
  readonly workspaceRoot: string;
  /** The versions of Kubernetes and Flux that objects are for. */
  readonly target?: Target | undefined;
  /** The Kubernetes version of the cluster, for instance `1.36.3`. The default is that of the target. */
  readonly kubeVersion?: string | undefined;
  /** The engine to use. The default is in HELM_CHARTS_ENGINE, else the native one, else the programs. */
  readonly engine?: EngineName | '' | undefined;
  /** What each request may take. The default is 30 s, 1 GiB of memory and 64 MiB of output. */
  readonly limits?: Partial<Limits> | undefined;
  /** Aborting it stops all programs; pending calls reject with a Failure with exit code 130. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Directory of the cache; false for no cache. The default is in node_modules/.cache of the
   * workspace. It may be deleted at any time.
   */
  readonly cache?: string | false | undefined;
  /** The name of the file of the cache that has the results. Others should have the same only for the same work. */
  readonly name?: string | undefined;
}

/** A release to render, and its name in findings. */
export interface ReleaseToRender extends Release {
  /**
   * For instance `release shop/web` or `scenario small`. The default is the release with its
   * namespace.
   */
  readonly label?: string;
  /**
   * The name of the chart in findings, for instance `web-1.6.0`. The default is its directory in
   * the workspace.
   */
  readonly shownChart?: string;
  /** A fingerprint of all files of the chart. Without it nothing is cached. */
  readonly chartContent?: string | undefined;
  /** Whether it is rendered although its values break the schema of the chart. */
  readonly skipSchema?: boolean;
  /** Whether hooks are post-rendered apart, so that one may have the id of another object. */
  readonly hooksAreApart?: boolean;
  /** Renders the release once more under other conditions. Only the native engine does so. */
  readonly again?: Again;
}

/** Conditions in which a render may differ from the first one. */
export interface Again {
  /** The objects that `lookup` finds. */
  readonly objects: readonly Manifest[];
  /** Whether it is an upgrade, the second revision of the release. */
  readonly isUpgrade?: boolean;
  /** Another number gives the random functions other results, and sets the clock 400 days ahead. */
  readonly seed?: number;
}

/** The manifests of a release, rendered by Helm. */
export interface RenderedRelease {
  /** The YAML stream, with a `# Source:` comment in each document. */
  readonly text: string;
  /** The manifests in the text. A document that can't be read is a finding instead. */
  readonly documents: readonly ManifestDocument[];
  /**
   * The calls of functions whose results differ from one render of Helm to the next, such as `randAlphaNum` and `now`, if a
   * template called one. Only the native engine finds them; it gives them the same results at each render.
   */
  readonly varying: readonly VaryingCall[];
}

/** A call of a function whose result differs from one render of Helm to the next. */
export interface VaryingCall {
  readonly function: string;
  /** The place in a template; undefined for a text that `tpl` renders. */
  readonly position?: Position;
}

/**
 * Runs helm, kustomize and kubeconform. Results have the order of the arguments. A result without a
 * value means that the program rejected the input; its findings say why. A problem of the machine
 * rejects with a Failure: exit code 3 if a program is missing or was killed, 130 if the call was
 * aborted.
 */
export interface Engine {
  /**
   * Starts the native program while the caller still prepares the first request, if nothing is cached yet. Resolves when it
   * runs. A problem with it is reported by that request.
   */
  readonly start: () => Promise<void>;
  /**
   * Reads folders of charts (absolute) with the native program, which is faster for many; undefined for each folder that is to
   * be read by the caller.
   */
  readonly read: (directories: readonly string[]) => Promise<readonly (Folder | undefined)[]>;
  /** Builds directories with kustomize. */
  readonly build: (
    builds: readonly Build[],
  ) => Promise<readonly Checked<readonly ManifestDocument[]>[]>;
  /** Builds the objects of ResourceSets. The programs helm and kubectl cannot. */
  readonly expand: (
    expansions: readonly Expansion[],
  ) => Promise<readonly Checked<readonly ManifestDocument[]>[]>;
  /** Renders releases with helm. */
  readonly render: (
    releases: readonly ReleaseToRender[],
  ) => Promise<readonly Checked<RenderedRelease>[]>;
  /** Finds out which templates read which values of releases. Only the native engine can do so. */
  readonly trace: (
    releases: readonly ReleaseToRender[],
  ) => Promise<readonly Checked<TemplateReads>[]>;
  /** Runs the post-render kustomizations of releases with kustomize. */
  readonly transform: (
    transformations: readonly Transformation[],
  ) => Promise<readonly Checked<string>[]>;
  /** Lints a chart (absolute path) as `helm lint --strict` does, once for each set of values. */
  readonly lint: (chart: string, values: readonly JsonObject[]) => Promise<readonly Finding[]>;
  /**
   * Validates objects against the schemas of their kinds. `name` is the name of the validation
   * cache.
   */
  readonly validate: (
    documents: readonly ManifestDocument[],
    name: string,
  ) => Promise<readonly Finding[]>;
  /**
   * Opens what says of objects what the API server would say; undefined if HELM_CHARTS_APISERVER is `off`. `name` is the
   * name of its validation cache.
   */
  readonly apiServer: (name: string, gates?: Gates) => ApiServer | undefined;
  /** Returns the cached result of the same inputs, or computes it. */
  readonly cached: <T>(inputs: readonly string[], make: () => Promise<T>) => Promise<T>;
  /** Removes from the cache what was not used for a month, if something was added. */
  readonly keep: () => Promise<void>;
}

/**
 * Opens an engine. A program is looked for and started at the first request that needs it.
 * @example
 * const engine = openEngine({ workspaceRoot: process.cwd() });
 * const findings = await engine.lint(`${process.cwd()}/charts/web`, [{ replicas: 2 }]);
 */
export const openEngine = ({
  workspaceRoot,
  target = defaultTarget,
  kubeVersion = target.kubernetes.version,
  signal,
  engine = '',
  limits: some,
  cache: folder = join(workspaceRoot, 'node_modules/.cache/helm-charts'),
  name = 'all',
}: EngineOptions): Engine => {
  const cache = folder === false ? noCache : openCache(join(folder, 'renders', `${name}.jsonl`));
  const limits = { ...defaultLimits, ...some };
  const open = memoize((name: EngineName | '') =>
    openBackend(name, { workspaceRoot, signal, limits }),
  );
  const context = {
    workspaceRoot,
    kubeVersion,
    helm: target.flux.helm,
    schemas: schemasOf(target),
    signal,
    limits,
    cache,
    backend: () => open(engine),
  };
  const place = (directory: string) => ({
    position: { file: relative(workspaceRoot, directory) || '.' },
  });
  return {
    start: async () => {
      if (folder !== false && existsSync(join(folder, 'renders'))) return;
      const backend = await context.backend().catch(() => undefined);
      backend?.start?.();
    },
    read: async (directories) => {
      try {
        return (await (await context.backend()).read?.(directories)) ?? [];
      } catch {
        // The request that renders reports it.
        return [];
      }
    },
    build: (builds) =>
      settleAll(builds.map((one) => orStopped(place(one.directory), build(one, context)))),
    expand: (expansions) => settleAll(expansions.map((one) => orStopped({}, expand(one, context)))),
    render: (releases) =>
      settleAll(
        releases.map((one) => orStopped({ input: labelOf(one) }, renderRelease(one, context))),
      ),
    trace: (releases) =>
      settleAll(
        releases.map((one) => orStopped({ input: labelOf(one) }, traceRelease(one, context))),
      ),
    transform: (transformations) =>
      settleAll(transformations.map((one) => orStopped({}, transform(one, context)))),
    lint: (chart, values) => lint({ chart, values } satisfies Lint, context),
    validate: (documents, name) =>
      validate(
        documents,
        folder === false ? undefined : join(folder, 'verdicts', `${name}.json`),
        context,
      ),
    apiServer: (name, { featureGates = {}, areUnknown = false } = {}) => {
      const { HELM_CHARTS_APISERVER: program } = process.env;
      if (program === 'off') return undefined;
      const open = (kind: string, gates: Readonly<Record<string, boolean>>) =>
        openApiServer({
          kubernetes: target.kubernetes.name,
          cache: folder === false ? undefined : join(folder, 'verdicts', `${name}.${kind}.json`),
          featureGates: { ...gates, ...featureGates },
          ...(program && { program }),
          engine: engine || undefined,
          signal,
        });
      const server = open('api', {});
      return areUnknown ? withUnknownGates(server, open('api-gates', allGates)) : server;
    },
    cached: cache.of,
    keep: cache.keep,
  };
};
