import { type ClusterObject, keyFor } from '@helm-charts/kubernetes';
import type { Context } from '../../context.ts';

/** The Kustomization that applies an object, by the labels that kustomize-controller sets. */
export const kustomizationOf = (
  { manifest: { metadata } }: ClusterObject,
  { byKey }: Pick<Context, 'byKey'>,
): ClusterObject | undefined => {
  const [name, namespace] = ['name', 'namespace'].map(
    (field) => metadata.labels?.[`${group}/${field}`],
  );
  return name === undefined
    ? undefined
    : byKey.get(keyFor('Kustomization', namespace ?? 'default', name, group));
};

/** The Kustomizations that apply HelmReleases. */
export const releaseKustomizations = (
  context: Pick<Context, 'helmReleases' | 'byKey'>,
): readonly ClusterObject[] => [
  ...new Set(context.helmReleases.flatMap((object) => kustomizationOf(object, context) ?? [])),
];

const group = 'kustomize.toolkit.fluxcd.io';
