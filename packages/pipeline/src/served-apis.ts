import type { OrderEntry } from '@helm-charts/flux';
import { objectsAt, stringAt } from '@helm-charts/kubernetes';
import { type Manifest, manifestId } from '@helm-charts/types';
import type { InstalledRelease, ResolvedRelease } from './releases.ts';

/** The APIs that the CustomResourceDefinitions among objects add, for instance `cert-manager.io/v1/Certificate`. */
export const apisOfCrds = (objects: readonly Manifest[]): readonly string[] =>
  objects
    .filter(({ kind }) => kind === 'CustomResourceDefinition')
    .flatMap((crd) =>
      objectsAt(crd, 'spec', 'versions')
        .filter(({ served }) => served !== false)
        .map(
          ({ name }) =>
            `${stringAt(crd, 'spec', 'group')}/${name}/${stringAt(crd, 'spec', 'names', 'kind')}`,
        ),
    );

/**
 * Adds to the cluster of each release the APIs of the CustomResourceDefinitions that Flux installs before it: those of the releases
 * that it waits for, and those in `crds/` of its own chart, which Helm creates before it reads the capabilities
 * (helm pkg/action/install.go). Undefined if no release sees another API than before.
 */
export const withInstalledCrds = (
  releases: readonly ResolvedRelease[],
  installed: readonly InstalledRelease[],
  order: readonly OrderEntry[],
): readonly ResolvedRelease[] | undefined => {
  const definitions = new Map(
    installed.map(({ flux, documents, label }) => [
      flux === undefined ? label : manifestId(flux.helmRelease),
      documents.filter(({ manifest }) => manifest.kind === 'CustomResourceDefinition'),
    ]),
  );
  if ([...definitions.values()].every((found) => found.length === 0)) return undefined;
  const after = new Map(order.map((entry) => [entry.id, entry.after.map(({ id }) => id)]));
  const changed = releases.map((release): ResolvedRelease => {
    const { cluster, flux, label } = release;
    if (cluster === undefined) return release;
    const id = flux === undefined ? label : manifestId(flux.helmRelease);
    const own = (definitions.get(id) ?? []).filter(({ source }) => /(^|\/)crds\//.test(source));
    const before = [...reached(id, after)].flatMap((one) => definitions.get(one) ?? []);
    const { apiVersions: known = [] } = cluster;
    const added = apisOfCrds([...own, ...before].map(({ manifest }) => manifest)).filter(
      (api) => !known.includes(api),
    );
    return added.length === 0
      ? release
      : {
          ...release,
          cluster: { ...cluster, apiVersions: [...known, ...new Set(added)] },
          started: undefined,
        };
  });
  return changed.every((release, index) => release === releases[index]) ? undefined : changed;
};

/** Everything that must be ready before an object. */
const reached = (
  id: string,
  after: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> => {
  const found = new Set(after.get(id));
  // A set that grows while it is walked is walked to its end.
  for (const one of found) for (const next of after.get(one) ?? []) found.add(next);
  return found;
};
