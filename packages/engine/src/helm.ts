import { type Checked, type Finding, pointerOf, type Release } from '@helm-charts/types';
import type { Context } from './context.ts';
import { helmFindings } from './helm-error.ts';
import { run } from './run.ts';

/**
 * Runs `helm template` and gives what it prints. Custom resource definitions are rendered along,
 * since Flux installs them unless told not to (HelmRelease: `install.crds`).
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

/** A cluster that serves a kind serves its version, too, and Helm looks for the text as it is. */
const apiVersions = ({ capabilities }: Release): readonly string[] => {
  const apis = (capabilities?.apiVersions ?? []).flatMap((api) => [
    ...[/^(.+)\/[A-Z]\w*$/.exec(api)?.[1] ?? []].flat(),
    api,
  ]);
  return [...new Set(apis)].map((api) => `--api-versions=${api}`);
};

/**
 * Values that Helm drops because the chart has a mapping there and they are none, or the other way
 * round.
 */
const warnings = (stderr: string): Finding[] =>
  [...stderr.matchAll(/ msg="warning: (.+?)"$/gm)].map(([, message = '']) => ({
    rule: 'values',
    severity: 'warning',
    ...pointerIn(/for ([\w.-]+)\b/.exec(message)?.[1]),
    message: `helm: ${message.replace(/\.$/, '')}`,
  }));

/** Helm writes the chart's name before the value. */
const pointerIn = (path: string | undefined): Pick<Finding, 'pointer'> =>
  path === undefined ? {} : { pointer: pointerOf(path.split('.').slice(1)) };
