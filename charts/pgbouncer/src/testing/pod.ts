import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { mountContainer, type Secrets } from '@helm-charts/testing/charts';
import { makeFolder, removeFolder, serverUser } from '@helm-charts/testing/servers';
import { writeProgram } from '@helm-charts/testing/shell';
import type { Manifest } from '@helm-charts/types';
import { containerOf, podOf } from './render.ts';

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
 * Runs the pod's init containers, and starts its container up to the `exec` of PgBouncer: its command, in its environment, on its volumes. It finds two programs: the real
 * `sed` and a `pgbouncer` that ends, each of which first notes how it was called.
 */
export const startPod = async (
  manifests: readonly Manifest[],
  secrets: Secrets,
): Promise<StartedPod> => {
  const root = await makeFolder('pod');
  try {
    const mount = (container: ReturnType<typeof containerOf>) =>
      mountContainer(podOf(manifests), container, { manifests, secrets }, root);
    for (const container of podOf(manifests).initContainers ?? []) {
      const { command, environment } = await mount(container);
      const [shell = '', ...script] = command;
      const env = { PATH: process.env.PATH, ...environment };
      await run(shell, script, { cwd: root, env, ...serverUser });
    }
    const { command, environment, path } = await mount(containerOf(manifests));
    const programs = join(root, 'bin');
    await mkdir(programs);
    for (const [program, then] of Object.entries({
      sed: `exec ${await which('sed')} "$@"`,
      pgbouncer: '',
    })) {
      await writeProgram(join(programs, program), recorder(join(root, 'traces'), then));
    }

    const [shell = '', ...script] = command;
    const running = run(shell, script, {
      cwd: root,
      env: { PATH: programs, ...environment },
      ...serverUser,
    });
    const { stdout, stderr } = await running;
    return {
      pid: running.child.pid!,
      said: stdout + stderr,
      traces: await readFile(join(root, 'traces'), 'utf8'),
      path,
      read: (file) => readFile(path(file), 'utf8'),
      [Symbol.asyncDispose]: () => removeFolder(root),
    };
  } catch (error) {
    await removeFolder(root);
    throw error;
  }
};

const run = promisify(execFile);

const which = async (program: string): Promise<string> =>
  (await run('/bin/sh', ['-c', `command -v ${program}`])).stdout.trim();

const recorder = (traces: string, then: string): string => `#!/bin/sh
{ echo "$$" "\${0##*/}" "$@"; export -p; } >> ${traces}
${then}
`;
