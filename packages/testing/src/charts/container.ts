import { execFile } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Manifest } from '@helm-charts/types';
import type { IContainer, IPodSpec, IVolume } from 'kubernetes-models/v1';
import { serverUser, writePrivate } from '../servers/folder.ts';
import { one } from './render.ts';

/** The Secrets of a cluster: the values of their keys, by name. */
export type Secrets = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The objects of the cluster that a pod needs. */
export interface Cluster {
  /** The objects that the chart renders. */
  readonly manifests: readonly Manifest[];
  readonly secrets: Secrets;
}

/** A container as the kubelet would start it. */
export interface Mounted {
  /** The program and its arguments. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Replaces mounted paths in a command or another text by their paths on this machine. */
  local(text: string): string;
  /** Returns the path on this machine of a path in the container. */
  path(path: string): string;
}

/**
 * Mounts the volumes of a container as the kubelet does, below a folder that is the root of the container. Mounted paths in the command,
 * the environment and ConfigMaps are replaced by paths in that folder; nothing else is changed. The containers of a pod may share the
 * folder.
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
    if (volume === undefined)
      throw new Error(`the volume of the mount ${mountPath} does not exist`);
    await makeFolder(join(root, mountPath));
    for (const [path, text] of Object.entries(filesOf(volume, cluster))) {
      const file = join(root, mountPath, path);
      await makeFolder(dirname(file));
      await writePrivate(file, volume.configMap === undefined ? text : local(text));
      const { defaultMode } = volume.configMap ?? volume.secret ?? volume.projected ?? {};
      await chmod(file, defaultMode ?? 0o644);
    }
  }
  return {
    command: [...command, ...args].map(local),
    environment: environmentOf(container, cluster, local),
    local,
    path: (path) => join(root, path),
  };
};

/** Matches such a path in a text, alone or before another slash. */
const namesOf = (paths: readonly string[]): RegExp => {
  const names = paths.map((path) => path.replaceAll('.', String.raw`\.`));
  return new RegExp(String.raw`(?<![\w./-])(?<path>${names.join('|')})(?![\w.-])`, 'g');
};

/** Created by the server's user, so that this user owns it. */
const makeFolder = (path: string) =>
  promisify(execFile)('mkdir', ['-p', path], { cwd: '/', ...serverUser });

const filesOf = (
  { name, configMap, secret, projected }: IVolume,
  cluster: Cluster,
): Readonly<Record<string, string>> => {
  const sources = projected?.sources ?? [
    {
      ...(configMap && { configMap }),
      ...(secret && { secret: { ...secret, name: secret.secretName ?? '' } }),
    },
  ];
  return Object.assign({}, ...sources.map((source) => filesOfSource(name, source, cluster)));
};

type Source = NonNullable<NonNullable<IVolume['projected']>['sources']>[number];

const filesOfSource = (
  volume: string,
  { configMap, secret }: Source,
  { manifests, secrets }: Cluster,
): Readonly<Record<string, string>> => {
  const source = configMap ?? secret;
  if (source === undefined) return {};
  const data =
    configMap === undefined
      ? secrets[secret?.name ?? '']
      : one(manifests, 'ConfigMap', configMap.name).data;
  if (data === undefined && source.optional) return {};
  if (data === undefined) throw new Error(`the volume ${volume} has no Secret`);
  const items = source.items ?? Object.keys(data).map((key) => ({ key, path: key }));
  return Object.fromEntries(
    items
      .filter(({ key }) => data[key] !== undefined || !source.optional)
      .map(({ key, path }) => [path, textOf(data, key, volume)]),
  );
};

const environmentOf = (
  { env = [] }: IContainer,
  { secrets }: Cluster,
  local: (text: string) => string,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    env.flatMap(({ name, value = '', valueFrom }) => {
      if (valueFrom === undefined) return [[name, local(value)]];
      const { name: secret = '', key = '', optional = false } = valueFrom.secretKeyRef ?? {};
      const data = secrets[secret] ?? {};
      return optional && !(key in data) ? [] : [[name, textOf(data, key, name)]];
    }),
  );

const textOf = (data: Readonly<Record<string, string>>, key: string, where: string): string => {
  const value = data[key];
  if (value === undefined) throw new Error(`the object that ${where} refers to has no key ${key}`);
  return value;
};
