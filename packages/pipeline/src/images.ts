import { openEngine } from '@helm-charts/engine';
import type { Checked } from '@helm-charts/types';
import { cacheFolder } from './cache-folder.ts';
import { engineOptions } from './engine.ts';
import type { Project } from './place.ts';
import { subjectOf } from './render.ts';
import { simulate } from './simulate.ts';

/**
 * The images of all pods of a project: of a chart with each of its scenarios, or of a profile and its air-gapped variant. Sorted, each once. Nothing
 * is written into the workspace, besides its cache.
 */
export const imagesOf = async (
  project: Project,
  signal?: AbortSignal,
): Promise<Checked<readonly string[]>> => {
  const { value: subject, findings } = await subjectOf(project, { today: () => '', signal });
  if (subject === undefined) return { findings };
  const { workspace: workspaceRoot } = project;
  const { value: choice } = await engineOptions(workspaceRoot, {});
  const cache = cacheFolder(workspaceRoot);
  const engine = openEngine({ workspaceRoot, signal, cache, ...choice });
  const images = new Set<string>();
  for (const input of subject.inputs) {
    const { clusters, findings: all } = await simulate({ ...input, out: undefined }, engine);
    const errors = all.filter(({ severity }) => severity === 'error');
    if (errors.length > 0) return { findings: errors };
    for (const { fields } of clusters.flatMap(({ pods }) => pods).flatMap((pod) => pod.containers))
      if (typeof fields.image === 'string') images.add(fields.image);
  }
  return { value: [...images].toSorted(), findings: [] };
};
