import { type Artifact as Image, type Repository, type Tagged, tagOf } from '@helm-charts/oci';
import type { Project } from '@helm-charts/pipeline';
import type { Checked } from '@helm-charts/types';
import type { Artifact } from '../package/artifact.ts';
import { pack } from '../package/package.ts';
import { type Commit, commitOf } from './commit.ts';
import { imageOf } from './image.ts';

/** A chart or a profile on its way to a registry. */
export interface Item {
  readonly artifact: Artifact;
  /** Undefined outside of a Git repository. */
  readonly commit: Commit | undefined;
  readonly image: Image;
  readonly reference: Tagged;
}

/** Packs a project for a registry, in which charts lie in `charts/<name>` and profiles in `<name>`, as the sources of a profile expect them. */
export const itemOf = async (
  project: Project,
  { host, repository }: Repository,
): Promise<Checked<Item>> => {
  const [packed, found] = await Promise.all([pack(project), commitOf(project)]);
  const findings = [...packed.findings, ...found.findings];
  const artifact = packed.value;
  if (artifact === undefined || findings.length > 0) return { findings };
  const { kind, name, version } = artifact;
  const path = kind === 'chart' ? `charts/${name}` : name;
  const value = {
    artifact,
    commit: found.value,
    image: imageOf(artifact, found.value),
    reference: { host, repository: `${repository}/${path}`, tag: tagOf(version) },
  };
  return { value, findings };
};
