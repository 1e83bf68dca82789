import {
  type ClusterObject,
  type FieldPath,
  isObject,
  keyFor,
  listAt,
  namespaceOf,
  stringAt,
} from '@helm-charts/kubernetes';
import type { Context } from '../../context.ts';

/** An object of the profile that a HelmRelease names in spec.valuesFrom. */
interface ValuesFrom {
  readonly helmRelease: ClusterObject;
  /** The field of the HelmRelease that names it. */
  readonly path: FieldPath;
  readonly object: ClusterObject;
  readonly isOptional: boolean;
}

/** The objects that HelmReleases name in spec.valuesFrom. The Flux build reports missing ones. */
export const valuesFrom = ({
  helmReleases,
  byKey,
}: Pick<Context, 'helmReleases' | 'byKey'>): readonly ValuesFrom[] =>
  helmReleases.flatMap((helmRelease) =>
    listAt(helmRelease.manifest, 'spec', 'valuesFrom').flatMap((entry, index): ValuesFrom[] => {
      if (!isObject(entry)) return [];
      const [kind, name] = [stringAt(entry, 'kind') ?? '', stringAt(entry, 'name') ?? ''];
      const object = byKey.get(keyFor(kind, namespaceOf(helmRelease.manifest), name));
      if (object === undefined || object.release !== undefined) return [];
      const path = ['spec', 'valuesFrom', index, 'name'];
      return [{ helmRelease, path, object, isOptional: entry.optional === true }];
    }),
  );
