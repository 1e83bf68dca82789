import type { Engine } from '@helm-charts/engine';
import type { BuiltTree, OrderEntry } from '@helm-charts/flux';
import type { Manifest } from '@helm-charts/types';
import { prepareCharts } from './charts/releases.ts';
import type { Input } from './input.ts';
import { installedValues } from './installed-values.ts';
import { postRender } from './post-render.ts';
import { type InstalledReleases, type ResolvedRelease, render } from './releases.ts';
import { scenariosOf } from './scenarios.ts';
import { withInstalledCrds } from './served-apis.ts';

/** The releases of an input as they were resolved, as Helm renders them, and after the post-renderers of Flux. */
export interface Installation {
  readonly resolved: Awaited<ReturnType<typeof prepareCharts>>;
  readonly rendered: InstalledReleases;
  readonly applied: InstalledReleases;
}

/** Renders all releases; once more if a release takes values from an object that another one installs. */
export const installAll = async (
  input: Input,
  built: BuiltTree,
  order: readonly OrderEntry[],
  engine: Engine,
): Promise<Installation> => {
  const once = async (installed: readonly Manifest[]): Promise<Installation> => {
    const resolved =
      input.kind === 'chart'
        ? scenariosOf(input)
        : await prepareCharts(input, built, engine, installed);
    return { resolved, ...(await install(resolved.releases, order, built, engine)) };
  };
  const first = await once([]);
  const values = installedValues(first.applied.releases, built);
  return values.length === 0 ? first : once(values);
};

/** Renders releases as Flux installs them. If releases add custom resources, those that wait for them are rendered with their APIs. */
const install = async (
  releases: readonly ResolvedRelease[],
  order: readonly OrderEntry[],
  built: BuiltTree,
  engine: Engine,
): Promise<Omit<Installation, 'resolved'>> => {
  const once = async (
    some: readonly ResolvedRelease[],
  ): Promise<Omit<Installation, 'resolved'>> => {
    const { finished, ...rendered } = await render(some, engine, (release) =>
      postRender(release, built, engine),
    );
    const applied = {
      releases: finished.flatMap(({ value }) => value ?? []),
      findings: finished.flatMap(({ findings }) => findings),
    };
    return { rendered, applied };
  };
  const first = await once(releases);
  const changed = withInstalledCrds(releases, first.applied.releases, order);
  return changed === undefined ? first : once(changed);
};
