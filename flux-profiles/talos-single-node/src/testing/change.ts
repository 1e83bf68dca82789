import { join } from 'node:path';
import type { Cluster, Component } from '@helm-charts/testing/cluster';
import { publishProfile } from '@helm-charts/testing/cluster';
import { profile } from '../profile.ts';
import { copyProfile, type Edit, nextVersion } from './copy.ts';
import type { Site } from './site.ts';

/** A process is killed before those that it needs. */
export const crashing = [
  'helm-controller',
  'kustomize-controller',
  'source-controller',
  'kwok',
  'kube-scheduler',
  'kube-controller-manager',
  'kube-apiserver',
  'etcd',
] as const satisfies readonly Component[];

/** Lets no new pod run, until `open`. */
export const close = (cluster: Cluster) => cluster.kubectl(['cordon', 'talos-1']);
export const open = (cluster: Cluster) => cluster.kubectl(['uncordon', 'talos-1']);

/** Pushes another version of the profile, in which all releases wait for each other to be of that one. */
export const publishVersion = async (
  { cluster: { registry }, folder }: Site,
  version: string,
  edit: Edit,
): Promise<void> => {
  const directory = join(folder, version);
  await copyProfile(directory, (path, text) => nextVersion(version)(path, edit(path, text)));
  const { name } = profile;
  await publishProfile({ workspace: directory, profile: { name, version }, registry });
};

/** Has the site's source give another version, as somebody in trouble does. */
export const pointAt = async (cluster: Cluster, tag: string): Promise<void> => {
  const source = ['ocirepository/alga-appliance', '--namespace=flux-system'];
  const patch = JSON.stringify({ spec: { ref: { tag } } });
  await cluster.kubectl(['patch', ...source, '--type=merge', `--patch=${patch}`]);
};

/** Has Flux pass over an object of alga-system when it applies the others, or no more. */
export const leaveOut = async (
  cluster: Cluster,
  object: string,
  isLeftOut: boolean,
): Promise<void> => {
  const annotation = `kustomize.toolkit.fluxcd.io/reconcile${isLeftOut ? '=disabled' : '-'}`;
  await cluster.kubectl(['annotate', object, '--namespace=alga-system', annotation]);
};
