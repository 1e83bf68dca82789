import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Artifact } from '../package/artifact.ts';
import type { Predicate } from './statement.ts';
import { predicateTypes } from './statement.ts';

/** Environment variables. */
type Environment = Readonly<Record<string, string | undefined>>;

/** How `helm-charts push` makes an artifact; docs/releases.md describes the parameters. */
const buildType = 'urn:helm-charts:push:v1';

/** From what an artifact was made, and by whom (SLSA, provenance v1). */
export const provenanceOf = async (
  { kind, name, version, root }: Artifact,
  revision: string | undefined,
  workspace: string,
  environment: Environment,
): Promise<Predicate> => {
  const uri = revision === undefined ? undefined : await repositoryOf(workspace, environment);
  return {
    type: predicateTypes.provenance,
    content: {
      buildDefinition: {
        buildType,
        externalParameters: { kind, name, version, directory: root === '' ? '.' : root },
        resolvedDependencies:
          revision === undefined
            ? []
            : [{ ...(uri !== undefined && { uri }), digest: { gitCommit: revision } }],
      },
      runDetails: builderOf(environment),
    },
  };
};

/** The commit that a provenance names. */
export const commitIn = (predicate: object): string | undefined => {
  const { buildDefinition }: Provenance = predicate;
  return buildDefinition?.resolvedDependencies?.[0]?.digest?.gitCommit;
};

interface Provenance {
  readonly buildDefinition?: {
    readonly resolvedDependencies?: readonly {
      readonly digest?: { readonly gitCommit?: string };
    }[];
  };
}

/** Who pushes: a variable names it, or GitHub Actions does. */
const builderOf = (environment: Environment): object => {
  const { GITHUB_SERVER_URL: server, GITHUB_WORKFLOW_REF: workflow } = environment;
  const { HELM_CHARTS_BUILDER_ID: named, GITHUB_REPOSITORY: repository } = environment;
  const { GITHUB_RUN_ID: run, GITHUB_RUN_ATTEMPT: attempt } = environment;
  if (named !== undefined) return { builder: { id: named } };
  if (server === undefined || workflow === undefined)
    return { builder: { id: 'urn:helm-charts:builder:local' } };
  const invocationId = `${server}/${repository}/actions/runs/${run}/attempts/${attempt}`;
  return { builder: { id: `${server}/${workflow}` }, metadata: { invocationId } };
};

/** The address of the Git repository without credentials. A path of this machine is none. */
const repositoryOf = async (
  workspace: string,
  { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository }: Environment,
): Promise<string | undefined> => {
  if (server !== undefined && repository !== undefined) return `git+${server}/${repository}`;
  const text = await promisify(execFile)('git', ['remote', 'get-url', 'origin'], {
    cwd: workspace,
  }).then(
    ({ stdout }) => stdout.trim(),
    () => '',
  );
  const [, ssh, path] = /^[\w-]+@([\w.-]+):(.+)$/.exec(text) ?? [];
  if (ssh !== undefined) return `git+ssh://${ssh}/${path}`;
  if (!/^(?:https?|ssh|git):\/\//.test(text)) return undefined;
  const url = new URL(text);
  url.username = '';
  url.password = '';
  return `git+${url.href}`;
};
