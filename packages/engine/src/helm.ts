import { type Checked, type Finding, pointerOf, type Release } from '@helm-charts/types';
import type { Context } from './context.ts';
import { helmFindings } from './helm-error.ts';
import { run } from './run.ts';

/**
 * Runs `helm template` and returns its output. It includes CustomResourceDefinitions, since Flux
 * installs them by default (HelmRelease: `install.crds`).
 */
export const helmTemplate = async (
  helm: string,
  release: Release,
  { workspaceRoot, kubeVersion, signal }: Pick<Context, 'workspaceRoot' | 'kubeVersion' | 'signal'>,
): Promise<Checked<string>> => {
  const { isOk, stdout, stderr } = await run({
    path: helm,
    args: [
      'template',
      release.name,
      release.chart,
      `--namespace=${release.namespace}`,
      `--kube-version=${release.capabilities?.kubernetesVersion ?? kubeVersion}`,
      ...apiVersions(release),
      '--include-crds',
      '--values=-',
    ],
    input: JSON.stringify(release.values),
    signal,
    purpose: `rendering release ${release.name}`,
  });
  if (!isOk) return { findings: helmFindings(stderr, release.chart, workspaceRoot) };
  return { value: stdout, findings: warnings(stderr) };
};

/**
 * Adds the API version of each kind, since Helm compares the exact text (`apps/v1` or
 * `apps/v1/Deployment`).
 */
const apiVersions = ({ capabilities }: Release): readonly string[] => {
  const apis = (capabilities?.apiVersions ?? []).flatMap((api) => [
    ...[/^(.+)\/[A-Z]\w*$/.exec(api)?.[1] ?? []].flat(),
    api,
  ]);
  return [...new Set(apis)].map((api) => `--api-versions=${api}`);
};

/**
 * Reports values that Helm drops because the chart has a mapping where the values have none, or the
 * reverse.
 */
const warnings = (stderr: string): Finding[] =>
  [...stderr.matchAll(/ msg="warning: (.+?)"$/gm)].map(([, message = '']) => ({
    rule: 'values',
    severity: 'warning',
    ...pointerIn(/for ([\w.-]+)\b/.exec(message)?.[1]),
    message: `helm: ${message.replace(/\.$/, '')}`,
  }));

/** Helm prefixes the value with the name of the chart. */
const pointerIn = (path: string | undefined): Pick<Finding, 'pointer'> =>
  path === undefined ? {} : { pointer: pointerOf(path.split('.').slice(1)) };
