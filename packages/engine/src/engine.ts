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
import { openCache } from './cache.ts';
import { build, transform } from './kustomize.ts';
import { type Lint, lint } from './lint.ts';
import { memoize } from './memoize.ts';
import { renderRelease } from './render.ts';
import { settleAll } from './settle.ts';
import { defaultKubeVersion, findTool, type ToolName } from './tool.ts';
import { validate } from './validate.ts';

/** For which cluster, and how, programs are run. */
export interface EngineOptions {
  /** Absolute. Paths in findings are relative to it. */
  readonly workspaceRoot: string;
  /** The cluster's version, `1.36.3`; that in versions.ts unless given. */
  readonly kubeVersion?: string | undefined;
  /** Aborting it stops all programs: whatever is being done rejects with a Failure (130). */
  readonly signal?: AbortSignal | undefined;
  /** Where results are cached; in node_modules/.cache of the workspace unless given. It may be deleted at any time. */
  readonly cache?: string | undefined;
}

/** A release to render, and how people call it. */
export interface ReleaseToRender extends Release {
  /** `release shop/web`, `scenario small`; the release with its namespace unless given. */
  readonly label?: string;
  /** How findings name the chart, for instance `web-1.6.0`; its directory in the workspace unless given. */
  readonly shownChart?: string;
  /** Changes with anything that the chart holds; without it nothing is cached. */
  readonly chartContent?: string | undefined;
}

/** What Helm makes of a release. */
export interface RenderedRelease {
  /** A YAML stream with a `# Source:` comment in each document. */
  readonly text: string;
  /** What could be read of the text; what couldn't is a finding. */
  readonly documents: readonly ManifestDocument[];
}

/**
 * The programs that this project calls: helm, kustomize and kubeconform. Results come in the order
 * of what was asked for; one without a value was refused, and its findings say why. What is wrong
 * with the machine rejects with a Failure: exit code 3 if a program is missing or was killed, 130 if
 * it was aborted.
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
  /** Changes the objects of releases with kustomize. */
  readonly transform: (
    transformations: readonly Transformation[],
  ) => Promise<readonly Checked<string>[]>;
  /** Runs `helm lint --strict` on a chart, absolute, with each of several values. */
  readonly lint: (chart: string, values: readonly JsonObject[]) => Promise<readonly Finding[]>;
  /** Validates objects against the schemas of their kinds. What is known of them is kept under the name. */
  readonly validate: (
    documents: readonly ManifestDocument[],
    name: string,
  ) => Promise<readonly Finding[]>;
  /** What was made of the same inputs, or what is made of them now. */
  readonly cached: <T>(inputs: readonly string[], make: () => Promise<T>) => Promise<T>;
}

/** Opens an engine of the genuine programs. Each is looked for when it is needed. */
export const openEngine = ({
  workspaceRoot,
  kubeVersion = defaultKubeVersion,
  signal,
  cache: folder = join(workspaceRoot, 'node_modules/.cache/helm-charts'),
}: EngineOptions): Engine => {
  const cache = openCache(join(folder, 'renders'));
  const tool = memoize((name: ToolName) => findTool(name));
  const context = { workspaceRoot, kubeVersion, signal, cache, tool };
  return {
    build: (builds) => settleAll(builds.map((one) => build(one, context))),
    render: (releases) => settleAll(releases.map((one) => renderRelease(one, context))),
    transform: (transformations) =>
      settleAll(transformations.map((one) => transform(one, context))),
    lint: (chart, values) => lint({ chart, values } satisfies Lint, context),
    validate: (documents, name) => validate(documents, join(folder, 'verdicts', `${name}.json`)),
    cached: cache.of,
  };
};
