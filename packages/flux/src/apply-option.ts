import type { ManifestDocument } from '@helm-charts/kubernetes';
import type { Manifest } from '@helm-charts/types';
import type { Layer } from './build/tree.ts';

/**
 * Whether a label or an annotation of an object sets an option of kustomize-controller, for instance `ssa` to `Merge`. Upper and
 * lower case are the same (fluxcd/pkg: ssa/utils/meta.go, AnyInMetadata).
 */
export const hasApplyOption = (
  { metadata: { labels, annotations } }: Manifest,
  option: 'force' | 'reconcile' | 'ssa',
  value: string,
): boolean =>
  [labels, annotations].some(
    (all) => all?.[`kustomize.toolkit.fluxcd.io/${option}`]?.toLowerCase() === value.toLowerCase(),
  );

/**
 * Whether kustomize-controller leaves an object out when it applies the others of a Kustomization (kustomize-controller:
 * internal/controller/kustomization_controller.go, ExclusionSelector). The cluster may have the object from elsewhere.
 */
export const isLeftOut = (manifest: Manifest): boolean =>
  hasApplyOption(manifest, 'reconcile', 'disabled') || hasApplyOption(manifest, 'ssa', 'Ignore');

/** The objects of Kustomizations that kustomize-controller leaves out. A root that nobody applies may be applied by kubectl. */
export const leftOut = (layers: readonly Layer[]): readonly ManifestDocument[] =>
  layers
    .filter(({ appliedBy, applier }) => appliedBy !== undefined && applier === undefined)
    .flatMap(({ documents }) => documents)
    .filter(({ manifest }) => isLeftOut(manifest));
