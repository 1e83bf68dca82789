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

/** An object with values, and the field of the HelmRelease that requires it. */
interface RequiredValues {
  readonly object: ClusterObject;
  readonly path: FieldPath;
  readonly values: ClusterObject;
}

/** The objects of the profile that HelmReleases require in `valuesFrom`. Flux's build reports those that are missing. */
export const requiredValues = ({
  helmReleases,
  byKey,
}: Pick<Context, 'helmReleases' | 'byKey'>): readonly RequiredValues[] =>
  helmReleases.flatMap((object) =>
    listAt(object.manifest, 'spec', 'valuesFrom').flatMap((entry, index): RequiredValues[] => {
      if (!isObject(entry) || entry.optional === true) return [];
      const [kind, name] = [stringAt(entry, 'kind') ?? '', stringAt(entry, 'name') ?? ''];
      const values = byKey.get(keyFor(kind, namespaceOf(object.manifest), name));
      return values === undefined || values.release !== undefined
        ? []
        : [{ object, path: ['spec', 'valuesFrom', index, 'name'], values }];
    }),
  );
