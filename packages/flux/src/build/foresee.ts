import { isManifest } from '../documents.ts';
import { valueAt } from '../fields.ts';
import { isKustomization } from '../kinds.ts';
import type { Origin } from '../written/origin.ts';
import { directoryOf } from './follow.ts';
import type { BuildContext, Step } from './layer.ts';
import { planBuild } from './plan.ts';

/**
 * Begins, while a directory is built, with what it will lead to: the directories of the Flux
 * Kustomizations in its files, as they are written there. Where kustomize changes one of them, this
 * was in vain, and the right build follows. What is wrong is for that build to say; none of the
 * promises rejects.
 */
export const foresee = (
  { path, appliedBy }: Step,
  context: BuildContext,
): readonly Promise<unknown>[] => {
  const { workspaceRoot, files, kustomize } = context;
  const { resources } = planBuild(path, appliedBy, context);
  return resources
    .flatMap((file) => files.documents(file))
    .flatMap(({ value }) => {
      if (!isManifest(value) || !isKustomization(value)) return [];
      const next = directoryOf(value, workspaceRoot);
      if (next === undefined || valueAt(value.spec, 'suspend') === true) return [];
      const { build } = planBuild(next, { manifest: value, origin: unknown }, context);
      return build ? [kustomize(build).catch(() => {})] : [];
    });
};

/** Nobody reads the findings. */
const unknown: Origin = { at: () => '', find: () => '', within: () => '' };
