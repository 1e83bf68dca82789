import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { defaultTarget } from '@helm-charts/kubernetes';
import { Failure, type Finding } from '@helm-charts/types';
import { packedTool } from './extract.ts';
import { run } from './run.ts';
import { versions } from './versions.ts';

/** A program that can be run. */
export interface Tool {
  readonly path: string;
  /** A warning if the version is not the one in versions.ts, since it may render differently. */
  readonly findings: readonly Finding[];
}

export type ToolName = 'helm' | 'kubectl';

/** The default Kubernetes version for rendering charts. */
export const defaultKubeVersion: string = defaultTarget.kubernetes.version;

/**
 * Finds helm or kubectl: the program in HELM_BIN or KUBECTL_BIN, else the one from npm, else the
 * one on PATH. The program from npm has priority over PATH because it is the same on every machine,
 * so that renders do not differ between machines.
 * @throws {Failure} With exit code 3 and a fix if the program is not found.
 * @example
 * const { path, findings } = await findTool('helm');
 */
export const findTool = async (name: ToolName): Promise<Tool> => {
  const variable = `${name.toUpperCase()}_BIN`;
  const named = process.env[variable];
  if (named) {
    const path = onPath(named);
    if (path) return checked(name, path);
    throw missing(
      name,
      `${variable} is set to ${named}, which is not an executable program`,
      'correct or unset it',
    );
  }
  const packed = await packedTool({ name, sha256: versions[name].sha256 });
  if (packed) return { path: packed, findings: [] };
  const path = onPath(name);
  if (path) return checked(name, path);
  const { version } = versions[name];
  const fix = `on Linux x64 install it with npm ci; elsewhere install ${name} ${version}, and add it to PATH or set ${variable} to its path`;
  throw missing(name, `${name} was not found on this machine`, fix);
};

const missing = (name: ToolName, message: string, fix: string): Failure =>
  new Failure(3, [{ rule: 'environment', severity: 'error', input: name, message, fix }]);

/** Returns the path of a program; a name without a directory is looked up on PATH. */
const onPath = (program: string): string | undefined => {
  const directories = /[\\/]/.test(program) ? [''] : (process.env.PATH ?? '').split(delimiter);
  return directories
    .map((directory) => (directory ? join(directory, program) : program))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
};

/**
 * The versions that change a render: that of helm, and that of the kustomize in kubectl.
 */
const questions = {
  helm: {
    program: 'helm',
    args: ['version', '--template={{.Version}}'],
    read: /^v(.+)$/,
    wanted: versions.helm.version,
  },
  kubectl: {
    program: 'kustomize',
    args: ['version', '--client', '--output=yaml'],
    read: /^kustomizeVersion: v(.+)$/m,
    wanted: versions.kustomize.version,
  },
};

const checked = async (name: ToolName, path: string): Promise<Tool> => {
  const { program, args, read, wanted } = questions[name];
  const { stdout } = await run({ path, args, purpose: `asking ${name} for its version` });
  const version = read.exec(stdout.trim())?.[1] ?? 'unknown';
  if (version === wanted) return { path, findings: [] };
  const message = `its ${program} has version ${version} but Flux uses ${wanted}, so renders may differ from what Flux installs`;
  return { path, findings: [{ rule: 'environment', severity: 'warning', input: path, message }] };
};
