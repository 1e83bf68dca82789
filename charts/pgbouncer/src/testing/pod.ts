import { execFile } from 'node:child_process';
import { chmod, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Manifest } from '@helm-charts/types';
import type { IVolume } from 'kubernetes-models/v1';
import {
  makeFolder,
  removeFolder,
  serverUser,
  writePrivate,
} from '../../../../tools/servers/folder.ts';
import { containerOf, one, podOf } from './render.ts';

/** Secrets of a cluster: the values of their keys, by name. */
export type Secrets = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A pod whose container has come as far as to become PgBouncer. */
export interface StartedPod extends AsyncDisposable {
  /** The id of the process that the kubelet would have started. */
  readonly pid: number;
  /** What it said. */
  readonly said: string;
  /** What it told the machine about itself: every command line with the environment, in order. */
  readonly traces: string;
  /** Where a path of the container lies on this machine. */
  path(path: string): string;
  /** A text of the container, with its paths as they are on this machine. */
  read(path: string): Promise<string>;
}

/**
 * Starts the pod's container up to the `exec` of PgBouncer: its command, in its environment, on its volumes as a kubelet mounts them.
 * Where a container has a root of its own there is a folder here, so absolute paths below /run and /etc are led into it; nothing else of
 * the script is changed. It finds two programs: the real `sed` and a `pgbouncer` that ends, each of which first notes how it was called.
 */
export const startPod = async (
  manifests: readonly Manifest[],
  secrets: Secrets,
): Promise<StartedPod> => {
  const root = await makeFolder('pod');
  const local = (text: string) => text.replaceAll(/(?<=^|[ =])\/(?=(run|etc)\/)/gm, `${root}/`);
  try {
    await mountVolumes(manifests, secrets, { root, local });
    const programs = join(root, 'bin');
    await makeFolders(programs);
    for (const [program, then] of Object.entries({
      sed: `exec ${await which('sed')} "$@"`,
      pgbouncer: '',
    })) {
      await writePrivate(join(programs, program), recorder(join(root, 'traces'), then));
      await chmod(join(programs, program), 0o700);
    }

    const { command: [shell = '', ...script] = [], env = [] } = containerOf(manifests);
    const environment = Object.fromEntries(env.map(({ name, value = '' }) => [name, value]));
    const running = run(shell, script.map(local), {
      cwd: root,
      env: { PATH: programs, ...environment },
      ...serverUser,
    });
    const { stdout, stderr } = await running;
    return {
      pid: running.child.pid!,
      said: stdout + stderr,
      traces: await readFile(join(root, 'traces'), 'utf8'),
      path: (path) => join(root, path),
      read: (path) => readFile(join(root, path), 'utf8'),
      [Symbol.asyncDispose]: () => removeFolder(root),
    };
  } catch (error) {
    await removeFolder(root);
    throw error;
  }
};

const run = promisify(execFile);

/** By the server's user, who then owns them. */
const makeFolders = (...paths: readonly string[]) =>
  run('mkdir', ['-p', ...paths], { cwd: '/', ...serverUser });

const which = async (program: string): Promise<string> =>
  (await run('/bin/sh', ['-c', `command -v ${program}`])).stdout.trim();

const recorder = (traces: string, then: string): string => `#!/bin/sh
{ echo "$$" "\${0##*/}" "$@"; export -p; } >> ${traces}
${then}
`;

interface Machine {
  readonly root: string;
  local(text: string): string;
}

const mountVolumes = async (
  manifests: readonly Manifest[],
  secrets: Secrets,
  { root, local }: Machine,
): Promise<void> => {
  const { volumes = [] } = podOf(manifests);
  for (const { name, mountPath } of containerOf(manifests).volumeMounts ?? []) {
    const volume = volumes.find((volume) => volume.name === name);
    if (volume === undefined) throw new Error(`${mountPath} mounts no volume`);
    await makeFolders(join(root, mountPath));
    for (const [path, text] of Object.entries(filesOf(volume, manifests, secrets))) {
      const file = join(root, mountPath, path);
      await makeFolders(dirname(file));
      await writePrivate(file, volume.configMap === undefined ? text : local(text));
      await chmod(file, (volume.configMap ?? volume.secret)?.defaultMode ?? 0o644);
    }
  }
};

const filesOf = (
  { name, configMap, secret }: IVolume,
  manifests: readonly Manifest[],
  secrets: Secrets,
): Readonly<Record<string, string>> => {
  if (configMap !== undefined) {
    const { metadata, data = {} } = one(manifests, 'ConfigMap');
    if (metadata?.name !== configMap.name) throw new Error(`volume ${name} has no ConfigMap`);
    return data;
  }
  const data = secret === undefined ? {} : secrets[secret.secretName ?? ''];
  if (data === undefined) throw new Error(`volume ${name} has no Secret`);
  const items = secret?.items ?? Object.keys(data).map((key) => ({ key, path: key }));
  return Object.fromEntries(
    items.map(({ key, path }) => {
      const value = data[key];
      if (value === undefined) throw new Error(`the Secret of volume ${name} lacks ${key}`);
      return [path, value];
    }),
  );
};
