import { Failure, type Finding, type Release } from '@helm-charts/types';
import { identityOf } from './code.ts';
import type { EngineOptions, RenderEngine, Templated } from './engine.ts';
import { helmFindings } from './helm-error.ts';
import { run } from './run.ts';
import { defaultKubeVersion, findTool } from './tool.ts';

/** The genuine helm program as an engine. Throws a Failure with exit code 3 if there is none. */
export const helmEngine = async (): Promise<RenderEngine> => {
  const { path, findings } = await findTool('helm');
  return {
    findings,
    identity: identityOf(path),
    template: (release, options) => helmTemplate(path, release, options),
  };
};

/**
 * Custom resource definitions are rendered along, since Flux installs them unless told not to
 * (HelmRelease: `install.crds`).
 */
const helmTemplate = async (
  path: string,
  release: Release,
  { workspaceRoot, kubeVersion = defaultKubeVersion, signal }: EngineOptions,
): Promise<Templated> => {
  const { isOk, stdout, stderr } = await run({
    path,
    args: [
      'template',
      release.name,
      release.chart,
      `--namespace=${release.namespace}`,
      `--kube-version=${kubeVersion}`,
      '--include-crds',
      '--values=-',
    ],
    input: JSON.stringify(release.values),
    signal,
    purpose: `rendering release ${release.name}`,
  });
  if (!isOk) throw new Failure(2, helmFindings(stderr, release.chart, workspaceRoot));
  return { text: stdout, findings: warnings(stderr) };
};

/**
 * Values that Helm drops because the chart has a mapping there and they are none, or the other way
 * round.
 */
const warnings = (stderr: string): Finding[] =>
  [...stderr.matchAll(/ msg="warning: (.+?)"$/gm)].map(([, message = '']) => ({
    rule: 'values',
    severity: 'warning',
    where: /for ([\w.-]+)\b/.exec(message)?.[1]?.replace(/^[^.]*\./, '') ?? 'values',
    message: `helm: ${message.replace(/\.$/, '')}.`,
  }));
