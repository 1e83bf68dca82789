import type { Outcome, Rendering } from '../backend.ts';
import type { Settings } from '../choose.ts';
import { skippedIn } from '../unknown-hook.ts';
import { run } from './run.ts';

/**
 * Runs `helm template`. Its output includes CustomResourceDefinitions, since Flux installs them by default (HelmRelease:
 * `install.crds`).
 */
export const helmTemplate = async (
  helm: string,
  { name, namespace, chart, values, kubeVersion, apiVersions, isUpgrade, skipSchema }: Rendering,
  { signal, limits }: Settings,
): Promise<Outcome> => {
  const { isOk, stdout, stderr } = await run({
    path: helm,
    args: [
      'template',
      name,
      chart,
      `--namespace=${namespace}`,
      `--kube-version=${kubeVersion}`,
      ...apiVersions.map((api) => `--api-versions=${api}`),
      ...(isUpgrade ? ['--is-upgrade'] : []),
      ...(skipSchema ? ['--skip-schema-validation'] : []),
      '--include-crds',
      '--values=-',
    ],
    input: JSON.stringify(values),
    signal,
    limits,
    what: 'its templates',
    purpose: `rendering release ${name}`,
  });
  const warnings = [...stderr.matchAll(/ msg="warning: (.+?)"$/gm)].map(([, said = '']) => said);
  return { text: isOk ? stdout : undefined, error: stderr, warnings, skipped: skippedIn(stderr) };
};
