import {
  type Engine,
  type ReleaseToRender,
  type RenderedRelease,
  settleAll,
  type VaryingCall,
} from '@helm-charts/engine';
import type { FluxRelease } from '@helm-charts/flux';
import type { ManifestDocument } from '@helm-charts/kubernetes';
import type { Checked, Finding } from '@helm-charts/types';

/** A release with its prepared chart and its values. */
export interface ResolvedRelease extends ReleaseToRender {
  readonly label: string;
  readonly shownChart: string;
  /** The name of its output file. */
  readonly file: string;
  /** The HelmRelease data; undefined for a scenario of a chart. */
  readonly flux: FluxRelease | undefined;
  /** The findings for its values. */
  readonly findings: readonly Finding[];
  /** Its result, if it is being rendered already. */
  readonly started?: Promise<Checked<RenderedRelease>> | undefined;
}

/** A release and the objects that it installs. */
export interface InstalledRelease extends ResolvedRelease {
  /** A YAML stream. */
  readonly text: string;
  readonly documents: readonly ManifestDocument[];
  /** The calls of functions whose results differ from one render of Helm to the next. */
  readonly varying: readonly VaryingCall[];
}

/** The rendered releases, and findings for the others. */
export interface InstalledReleases {
  readonly releases: readonly InstalledRelease[];
  readonly findings: readonly Finding[];
}

/**
 * Renders releases with Helm, except those with errors in their values. `finish` is called for each release as soon as it is
 * rendered, while others still are.
 */
export const render = async <T>(
  all: readonly ResolvedRelease[],
  engine: Engine,
  finish: (release: InstalledRelease) => Promise<T>,
): Promise<InstalledReleases & { readonly finished: readonly T[] }> => {
  const releases = all.filter((release) => !hasErrors(release));
  const results = await settleAll(
    releases.map(async (release) => {
      const { value, findings } = await renderOne(release, engine);
      if (value === undefined) return { findings, rendered: [], finished: [] };
      const rendered = { ...release, ...value };
      return { findings, rendered: [rendered], finished: [await finish(rendered)] };
    }),
  );
  return {
    releases: results.flatMap(({ rendered }) => rendered),
    finished: results.flatMap(({ finished }) => finished),
    findings: [
      ...all.flatMap(({ findings }) => findings),
      ...withoutScenario(
        all,
        results.map(({ findings }) => findings),
      ),
    ],
  };
};

/** The result of a release. A release whose cluster or values have changed must not be `started`. */
const renderOne = async (
  { started, ...release }: ReleaseToRender & Pick<ResolvedRelease, 'started'>,
  engine: Engine,
): Promise<Checked<RenderedRelease>> => {
  if (started !== undefined) return started;
  const [result] = await engine.render([release]);
  return result ?? { findings: [] };
};

/**
 * Begins to render a release with its prepared chart while those of others are prepared. The caller of `render` gets the error if
 * that fails.
 */
export const start = <R extends ReleaseToRender & Pick<ResolvedRelease, 'findings'>>(
  engine: Engine,
  release: R,
): R & Pick<ResolvedRelease, 'started'> => {
  if (hasErrors(release)) return release;
  const started = renderOne(release, engine);
  started.catch(() => {});
  return { ...release, started };
};

const hasErrors = ({ findings }: Pick<ResolvedRelease, 'findings'>): boolean =>
  findings.some(({ severity }) => severity === 'error');

/** Of what helm says of every scenario of a chart, the chart is the cause: it is said once, and of the chart. */
const withoutScenario = (
  all: readonly ResolvedRelease[],
  found: readonly (readonly Finding[])[],
): readonly Finding[] => {
  if (found.length < 2 || all.some(({ flux }) => flux !== undefined)) return found.flat();
  const keyOf = ({ input: _, ...finding }: Finding): string => JSON.stringify(finding);
  const [first = [], ...others] = found.map((findings) => new Set(findings.map(keyOf)));
  const shared = [...first].filter((key) => others.every((keys) => keys.has(key)));
  return found.flat().map((finding) => {
    const { input: _, ...ofChart } = finding;
    return shared.includes(keyOf(finding)) ? ofChart : finding;
  });
};
