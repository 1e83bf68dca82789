import type { BuiltTree } from '@helm-charts/flux';
import { inNamespace, listAt, stringAt } from '@helm-charts/kubernetes';
import type { Manifest } from '@helm-charts/types';
import type { InstalledRelease } from './releases.ts';

/**
 * The ConfigMaps and Secrets of releases from which other releases take values. Flux retries until the release that
 * creates them is installed.
 */
export const installedValues = (
  installed: readonly InstalledRelease[],
  { layers }: Pick<BuiltTree, 'layers'>,
): readonly Manifest[] => {
  const applied = layers.flatMap(({ documents }) => documents.map(({ manifest }) => manifest));
  const wanted = new Set(
    applied.flatMap(({ kind, metadata, spec }) =>
      kind === 'HelmRelease'
        ? listAt(spec, 'valuesFrom').map((reference) =>
            [stringAt(reference, 'kind'), metadata.namespace, stringAt(reference, 'name')].join(
              ' ',
            ),
          )
        : [],
    ),
  );
  for (const object of applied) wanted.delete(idOf(object));
  return installed.flatMap(({ namespace, documents }) =>
    documents
      .map(({ manifest }) => inNamespace(manifest, namespace))
      .filter((object) => wanted.has(idOf(object))),
  );
};

const idOf = ({ kind, metadata }: Manifest): string =>
  [kind, metadata.namespace, metadata.name].join(' ');
