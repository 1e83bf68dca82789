import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Checks } from '@helm-charts/check';
import type { Checked, Finding, Position, TargetVersions } from '@helm-charts/types';
import { configProblems } from './config-problems.ts';
import { importProblem } from './import-problem.ts';
import { configFile } from './roots.ts';
import { importTypeScript } from './typescript.ts';

/** The content of `helm-charts.config.ts`. */
export interface Config {
  /** Directories with a `src/chart.ts`. The last folder may be `*`. The default is `['.', 'charts/*']`. */
  readonly charts?: readonly string[];
  /** Directories with a `src/profile.ts`. The last folder may be `*`. The default is `['.', 'flux-profiles/*']`. */
  readonly profiles?: readonly string[];
  /**
   * The folder with the schemas of custom resources, which `helm-charts schemas add` writes. The default is `schemas`.
   */
  readonly schemas?: string;
  /** The rule sets for charts and profiles. The default is `kubernetes` and `flux`. */
  readonly checks?: Checks;
  /** The same for trees of Flux objects and other charts. The default is `kubernetes` and `flux` without their advice. */
  readonly treeChecks?: Checks;
  /**
   * Sources of Flux that contain this repository, or a directory of it, where the tree of Flux objects does not tell:
   * `{ 'OCIRepository flux-system/apps': '.' }`. Directories are relative to the repository.
   */
  readonly sources?: Readonly<Record<string, string>>;
  /**
   * Where `helm-charts fetch` gets what a tree names: a URL or its beginning, and the URL of a mirror:
   * `{ 'oci://ghcr.io/site': 'oci://registry.example.com/ghcr/site' }`.
   */
  readonly mirrors?: Readonly<Record<string, string>>;
  /** The versions of Kubernetes and Flux that objects are for, unless the option `--target` or a profile names others. */
  readonly target?: TargetVersions;
  /** Objects that are created in the cluster by hand or by a program: `['Secret flux-system/age']`. */
  readonly inCluster?: readonly string[];
  /**
   * Feature gates of the API server of the cluster that differ from the defaults of Kubernetes 1.36:
   * `{ HPAScaleToZero: true }`.
   */
  readonly featureGates?: Readonly<Record<string, boolean>>;
  /** What the render of one release may take, unless an option says otherwise. */
  readonly limits?: LimitTexts;
  /** Name of the profile that `alga-appliance` uses without `--profile`. It is not needed if there is only one profile. */
  readonly appliance?: string;
}

/** What the work on one release may take, as people write it. */
export interface LimitTexts {
  /** The wall time: `30s`, `500ms`, `2m`. The default is 30 s. */
  readonly timeout?: string | undefined;
  /** The memory of the engine: `1GiB`, `512MiB`. The default is 1 GiB. */
  readonly maxMemory?: string | undefined;
  /** The size of the manifests: `64MiB`. The default is 64 MiB. */
  readonly maxOutput?: string | undefined;
}

/**
 * Defines the default export of `helm-charts.config.ts`.
 * @example
 * export default defineConfig({ charts: ['deploy/*'], checks: { ruleSets: [kubernetes(), flux()] } });
 */
export const defineConfig = (config: Config): Config => config;

/** Loads the configuration of a workspace; empty if there is none. */
export const loadConfig = async (workspace: string): Promise<Checked<Config>> => {
  const file = join(workspace, configFile);
  if (!existsSync(file)) return { value: {}, findings: [] };
  try {
    const { default: config } = await importTypeScript(file);
    const findings = configProblems(config).map(({ message, fix }) => wrong(message, fix));
    // If there are no findings, it has only the fields of a Config.
    return findings.length > 0 ? { findings } : { value: config as Config, findings };
  } catch (cause) {
    const { message, fix, position } = importProblem(cause, workspace);
    return { findings: [wrong(message, fix, position)] };
  }
};

const wrong = (
  message: string,
  fix?: string,
  position: Position = { file: configFile },
): Finding => ({
  rule: 'config',
  severity: 'error',
  position,
  message,
  ...(fix !== undefined && { fix }),
});

/** The directories of sources, relative to the workspace, `''` for its root. */
export const declaredSources = ({ sources = {} }: Config): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(sources).map(([source, directory]) => [
      source,
      posix.normalize(`./${directory}`).replace(/^\.?\/?|\/$/g, ''),
    ]),
  );
