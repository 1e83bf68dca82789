import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Failure, type Finding } from '@helm-charts/types';
import { packedTool } from './extract.ts';
import { run } from './run.ts';
import { versions } from './versions.ts';

/** A program that can be run. */
export interface Tool {
  readonly path: string;
  /** A warning if it isn't the version in versions.ts, for then it may render otherwise. */
  readonly findings: readonly Finding[];
}

export type ToolName = 'helm' | 'kubectl';

/** The Kubernetes version that charts are rendered for unless another is asked for. */
export const defaultKubeVersion: string = versions.kubernetes;

/**
 * Finds helm or kubectl: what HELM_BIN or KUBECTL_BIN names, else the one from npm, else the one on
 * PATH. The one from npm comes before PATH because it is the same everywhere; on PATH there is
 * whatever a machine happens to have, and renders would differ from machine to machine.
 * Throws a Failure with exit code 3 that says how to fix it if there is none.
 */
export const findTool = async (name: ToolName): Promise<Tool> => {
  const variable = `${name.toUpperCase()}_BIN`;
  const named = process.env[variable];
  if (named) {
    const path = onPath(named);
    if (path) return checked(name, path);
    throw missing(name, `${variable} names ${named}, which is no program`, 'correct or unset it');
  }
  const packed = await packedTool({ name, sha256: versions[name].sha256 });
  if (packed) return { path: packed, findings: [] };
  const path = onPath(name);
  if (path) return checked(name, path);
  const { version } = versions[name];
  const fix = `on Linux x64 install it with npm ci; elsewhere install ${name} ${version}, and put it on PATH or name it in ${variable}`;
  throw missing(name, `there is no ${name} on this machine`, fix);
};

const missing = (name: ToolName, message: string, fix: string): Failure =>
  new Failure(3, [{ rule: 'environment', severity: 'error', input: name, message, fix }]);

/** A program's path, looked up on PATH unless it is one already. */
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
 * What makes a difference to a render: helm's own version, and that of the kustomize within
 * kubectl.
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
  const message = `its ${program} is version ${version}, and Flux has ${wanted}; renders may differ from what Flux installs`;
  return { path, findings: [{ rule: 'environment', severity: 'warning', input: path, message }] };
};
