import type { Engine, ReleaseToRender, VaryingCall } from '@helm-charts/engine';
import type { FluxRelease } from '@helm-charts/flux';
import type { ManifestDocument } from '@helm-charts/kubernetes';
import type { Finding } from '@helm-charts/types';

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

/** Renders releases with Helm, except those with errors in their values. */
export const render = async (
  all: readonly ResolvedRelease[],
  engine: Engine,
): Promise<InstalledReleases> => {
  const releases = all.filter(
    (release) => !release.findings.some(({ severity }) => severity === 'error'),
  );
  const results = await engine.render(releases);
  return {
    releases: releases.flatMap((release, index): InstalledRelease[] => {
      const value = results[index]?.value;
      return value === undefined ? [] : [{ ...release, ...value }];
    }),
    findings: [
      ...all.flatMap(({ findings }) => findings),
      ...withoutScenario(
        all,
        results.map(({ findings }) => findings),
      ),
    ],
  };
};

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
