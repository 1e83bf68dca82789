import { execFile } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Manifest } from '@helm-charts/types';
import type { IContainer, IPodSpec, IVolume } from 'kubernetes-models/v1';
import { serverUser, writePrivate } from '../servers/folder.ts';
import { one } from './render.ts';

/** Secrets of a cluster: the values of their keys, by name. */
export type Secrets = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What a pod needs of the cluster. */
export interface Cluster {
  /** The objects that the chart makes. */
  readonly manifests: readonly Manifest[];
  readonly secrets: Secrets;
}

/** What the kubelet would start of a container. */
export interface Mounted {
  /** The program and its arguments. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** The command of a probe or a hook, or another text, with the paths that are mounted as they are on this machine. */
  local(text: string): string;
  /** Where a path of the container lies on this machine. */
  path(path: string): string;
}

/**
 * Mounts the volumes of a container as the kubelet does, below a folder that stands for the container's root. Where a path that is mounted is
 * named in the command, the environment or a ConfigMap it is led there; nothing else is changed. Containers of one pod may share the folder.
 */
export const mountContainer = async (
  { volumes = [] }: IPodSpec,
  container: IContainer,
  cluster: Cluster,
  root: string,
): Promise<Mounted> => {
  const { command = [], args = [], volumeMounts = [] } = container;
  const named = namesOf(volumeMounts.map(({ mountPath }) => mountPath));
  const local = (text: string) => text.replaceAll(named, `${root}$<path>`);
  for (const { name, mountPath } of volumeMounts) {
    const volume = volumes.find((volume) => volume.name === name);
    if (volume === undefined) throw new Error(`${mountPath} mounts no volume`);
    await makeFolder(join(root, mountPath));
    for (const [path, text] of Object.entries(filesOf(volume, cluster))) {
      const file = join(root, mountPath, path);
      await makeFolder(dirname(file));
      await writePrivate(file, volume.configMap === undefined ? text : local(text));
      await chmod(file, (volume.configMap ?? volume.secret)?.defaultMode ?? 0o644);
    }
  }
  return {
    command: [...command, ...args].map(local),
    environment: environmentOf(container, cluster, local),
    local,
    path: (path) => join(root, path),
  };
};

/** Such a path in a text, on its own or before another slash. */
const namesOf = (paths: readonly string[]): RegExp => {
  const names = paths.map((path) => path.replaceAll('.', String.raw`\.`));
  return new RegExp(String.raw`(?<![\w./-])(?<path>${names.join('|')})(?![\w.-])`, 'g');
};

/** By the server's user, who then owns it. */
const makeFolder = (path: string) =>
  promisify(execFile)('mkdir', ['-p', path], { cwd: '/', ...serverUser });

const filesOf = (
  { name, configMap, secret }: IVolume,
  { manifests, secrets }: Cluster,
): Readonly<Record<string, string>> => {
  const source = configMap ?? secret;
  if (source === undefined) return {};
  const data =
    configMap === undefined
      ? secrets[secret?.secretName ?? '']
      : one(manifests, 'ConfigMap', configMap.name).data;
  if (data === undefined) throw new Error(`the volume ${name} has no Secret`);
  const items = source.items ?? Object.keys(data).map((key) => ({ key, path: key }));
  return Object.fromEntries(items.map(({ key, path }) => [path, textOf(data, key, name)]));
};

const environmentOf = (
  { env = [] }: IContainer,
  { secrets }: Cluster,
  local: (text: string) => string,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    env.map(({ name, value = '', valueFrom }) => {
      if (valueFrom === undefined) return [name, local(value)];
      const { name: secret = '', key = '' } = valueFrom.secretKeyRef ?? {};
      return [name, textOf(secrets[secret] ?? {}, key, name)];
    }),
  );

const textOf = (data: Readonly<Record<string, string>>, key: string, where: string): string => {
  const value = data[key];
  if (value === undefined) throw new Error(`what ${where} refers to has no key ${key}`);
  return value;
};
