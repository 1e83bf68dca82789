import { type Artifact as Image, type Repository, type Tagged, tagOf } from '@helm-charts/oci';
import type { Project } from '@helm-charts/pipeline';
import type { Checked } from '@helm-charts/types';
import type { Artifact } from '../package/artifact.ts';
import { pack } from '../package/package.ts';
import type { Commit, History } from './commit.ts';
import { imageOf } from './image.ts';

/** A chart or a profile as an image. */
export interface PackedItem {
  readonly artifact: Artifact;
  /** Undefined outside of a Git repository. */
  readonly commit: Commit | undefined;
  readonly image: Image;
  /** Where it is in a registry: charts in `charts/<name>` and profiles in `<name>`, as the sources of a profile expect them. */
  readonly path: string;
  readonly tag: string;
}

/** A chart or a profile on its way to a registry. */
export interface Item extends Pick<PackedItem, 'artifact' | 'commit' | 'image'> {
  readonly reference: Tagged;
}

/** Packs a project for a registry. */
export const packItem = async (
  project: Project,
  history: History,
): Promise<Checked<PackedItem>> => {
  const packed = await pack(project);
  const found = history(project.root);
  const findings = [...packed.findings, ...found.findings];
  const artifact = packed.value;
  if (artifact === undefined || findings.length > 0) return { findings };
  const { kind, name, version } = artifact;
  const path = kind === 'chart' ? `charts/${name}` : name;
  const image = imageOf(artifact, found.value);
  return { value: { artifact, commit: found.value, image, path, tag: tagOf(version) }, findings };
};

/** Packs a project for a folder of a registry. */
export const itemOf = async (
  project: Project,
  history: History,
  { host, repository }: Repository,
): Promise<Checked<Item>> => {
  const { value, findings } = await packItem(project, history);
  if (value === undefined) return { findings };
  const { path, tag, ...item } = value;
  const reference = { host, repository: `${repository}/${path}`, tag };
  return { value: { ...item, reference }, findings };
};
