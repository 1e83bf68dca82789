import { join } from 'node:path';
import type { ManifestDocument } from '@helm-charts/kubernetes';
import type {
  Build,
  Checked,
  Finding,
  JsonObject,
  Release,
  Transformation,
} from '@helm-charts/types';
import type { EngineName } from './backend.ts';
import { build, transform } from './build.ts';
import { noCache, openCache } from './cache.ts';
import { openBackend } from './choose.ts';

import { memoize } from './memoize.ts';
import { type Lint, lint } from './programs/lint.ts';
import { versions } from './programs/versions.ts';
import { renderRelease } from './render.ts';
import { settleAll } from './settle.ts';
import { validate } from './validate.ts';

/** Options of an engine. */
export interface EngineOptions {
  /** Absolute path. Paths in findings are relative to it. */
  readonly workspaceRoot: string;
  /**
   * The Kubernetes version of the cluster, for instance `1.36.3`. The default is in versions.ts.
   */
  readonly kubeVersion?: string | undefined;
  /** The engine to use. The default is in HELM_CHARTS_ENGINE, else the native one, else the programs. */
  readonly engine?: EngineName | '' | undefined;
  /** Aborting it stops all programs; pending calls reject with a Failure with exit code 130. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Directory of the cache; false for no cache. The default is in node_modules/.cache of the
   * workspace. It may be deleted at any time.
   */
  readonly cache?: string | false | undefined;
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
}

/** The manifests of a release, rendered by Helm. */
export interface RenderedRelease {
  /** The YAML stream, with a `# Source:` comment in each document. */
  readonly text: string;
  /** The manifests in the text. A document that can't be read is a finding instead. */
  readonly documents: readonly ManifestDocument[];
}

/**
 * Runs helm, kustomize and kubeconform. Results have the order of the arguments. A result without a
 * value means that the program rejected the input; its findings say why. A problem of the machine
 * rejects with a Failure: exit code 3 if a program is missing or was killed, 130 if the call was
 * aborted.
 */
export interface Engine {
  /** Builds directories with kustomize. */
  readonly build: (
    builds: readonly Build[],
  ) => Promise<readonly Checked<readonly ManifestDocument[]>[]>;
  /** Renders releases with helm. */
  readonly render: (
    releases: readonly ReleaseToRender[],
  ) => Promise<readonly Checked<RenderedRelease>[]>;
  /** Runs the post-render kustomizations of releases with kustomize. */
  readonly transform: (
    transformations: readonly Transformation[],
  ) => Promise<readonly Checked<string>[]>;
  /** Runs `helm lint --strict` on a chart (absolute path), once for each set of values. */
  readonly lint: (chart: string, values: readonly JsonObject[]) => Promise<readonly Finding[]>;
  /**
   * Validates objects against the schemas of their kinds. `name` is the name of the validation
   * cache.
   */
  readonly validate: (
    documents: readonly ManifestDocument[],
    name: string,
  ) => Promise<readonly Finding[]>;
  /** Returns the cached result of the same inputs, or computes it. */
  readonly cached: <T>(inputs: readonly string[], make: () => Promise<T>) => Promise<T>;
}

/**
 * Opens an engine that runs the helm and kubectl programs. It looks for each program when it needs
 * it.
 * @example
 * const engine = openEngine({ workspaceRoot: process.cwd() });
 * const findings = await engine.lint(`${process.cwd()}/charts/web`, [{ replicas: 2 }]);
 */
export const openEngine = ({
  workspaceRoot,
  kubeVersion = versions.kubernetes,
  signal,
  engine = '',
  cache: folder = join(workspaceRoot, 'node_modules/.cache/helm-charts'),
}: EngineOptions): Engine => {
  const cache = folder === false ? noCache : openCache(join(folder, 'renders'));
  const open = memoize((name: EngineName | '') => openBackend(name, { workspaceRoot, signal }));
  const context = { workspaceRoot, kubeVersion, signal, cache, backend: () => open(engine) };
  return {
    build: (builds) => settleAll(builds.map((one) => build(one, context))),
    render: (releases) => settleAll(releases.map((one) => renderRelease(one, context))),
    transform: (transformations) =>
      settleAll(transformations.map((one) => transform(one, context))),
    lint: (chart, values) => lint({ chart, values } satisfies Lint, context),
    validate: (documents, name) =>
      validate(documents, folder === false ? undefined : join(folder, 'verdicts', `${name}.json`)),
    cached: cache.of,
  };
};
