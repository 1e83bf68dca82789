import { type Cluster, groupOf, listAt, stringAt } from '@helm-charts/kubernetes';
import type { Finding } from '@helm-charts/types';
import type { BuiltTree } from './build/tree.ts';
import { isKustomization } from './kinds.ts';
import { placeOf } from './sources/place.ts';

/**
 * Reports the objects of `spec.healthChecks` that nothing in the clusters creates: a Kustomization is not ready before it
 * has found them (kustomize-controller: docs/spec/v1/kustomizations.md, "Health checks"). An operator may create them, so it
 * is a warning.
 */
export const missingHealthChecks = (
  { layers, locate }: Pick<BuiltTree, 'layers' | 'locate'>,
  clusters: readonly Cluster[],
): readonly Finding[] => {
  const known = new Set(
    clusters.flatMap(({ objects }) =>
      objects.map(({ manifest }) =>
        idOf(groupOf(manifest), manifest.kind, manifest.metadata.namespace, manifest.metadata.name),
      ),
    ),
  );
  const kustomizations = layers.flatMap(({ documents }) =>
    documents.map(({ manifest }) => manifest).filter(isKustomization),
  );
  return kustomizations.flatMap((kustomization) =>
    listAt(kustomization.spec, 'healthChecks').flatMap((check, index): Finding[] => {
      const kind = stringAt(check, 'kind') ?? '';
      const name = stringAt(check, 'name') ?? '';
      const namespace = stringAt(check, 'namespace');
      const group = groupOf({ apiVersion: stringAt(check, 'apiVersion') ?? 'v1' });
      if ([namespace, undefined].some((one) => known.has(idOf(group, kind, one, name)))) return [];
      return [
        {
          rule: 'health-check-missing',
          severity: 'warning',
          ...placeOf(kustomization, ['spec', 'healthChecks', index, 'name'], locate(kustomization)),
          message: `it checks the health of ${kind} ${namespace ? `${namespace}/` : ''}${name}, which nothing in the tree creates; unless an operator creates it, the Kustomization never becomes ready`,
          fix: 'correct the name, or remove the check',
        },
      ];
    }),
  );
};

const idOf = (group: string, kind: string, namespace: string | undefined, name: string): string =>
  [group, kind, namespace ?? '', name].join(' ');
