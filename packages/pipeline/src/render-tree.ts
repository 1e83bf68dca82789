import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { renderProfile } from '@helm-charts/engine';
import { Failure } from '@helm-charts/types';
import { installationOf, releasesOf } from './installation.ts';
import { isDirectory, type Project } from './place.ts';
import { documentsOf, type Rendered, type WatchedOptions } from './rendered.ts';

/** Whether a directory is one that Flux is pointed at, and no chart or profile of this workspace. */
export const isTree = ({ workspace, root }: Project): boolean => {
  const directory = join(workspace, root);
  if (!isDirectory(directory)) return false;
  if (
    ['src/chart.ts', 'src/profile.ts', 'Chart.yaml'].some((file) =>
      existsSync(join(directory, file)),
    )
  )
    return false;
  return readdirSync(directory, { recursive: true, encoding: 'utf8' }).some((path) =>
    /\.ya?ml$/.test(path),
  );
};

/**
 * A tree of Flux objects that somebody wrote as YAML. The rules are those of a profile of this
 * workspace and say nothing of it.
 */
export const ofTree = async (
  { workspace, root }: Project,
  { signal, onObjects, values = [], previous }: WatchedOptions,
): Promise<Rendered> => {
  const refuse = (message: string) =>
    new Failure(2, [{ rule: 'usage', severity: 'error', where: root, message }]);
  if (root.startsWith('..')) {
    throw refuse(`it lies outside the repository ${workspace}; go to the root of its own first.`);
  }
  if (values.length > 0 || previous !== undefined) {
    throw refuse('--values goes with a chart, --previous with a chart or a profile; leave it out.');
  }
  const profile = await renderProfile({
    workspaceRoot: workspace,
    profileDir: join(workspace, root),
    out: join(workspace, 'dist/render', root.replaceAll('/', '-') || 'all'),
    signal,
    onObjects,
  });
  const applied = profile.layers.flatMap(({ documents }) => documents);
  return {
    batch: profile,
    documents: [...applied, ...documentsOf(profile)],
    what: releasesOf(profile),
    details: installationOf(profile),
    isForeign: true,
    broken: [],
  };
};
