import { relative } from 'node:path';
import type { Finding, JsonObject } from '@helm-charts/types';
import type { EngineOptions } from './engine.ts';
import { helmFindings } from './helm-error.ts';
import { run } from './run.ts';
import { defaultKubeVersion, findTool } from './tool.ts';

/**
 * Runs `helm lint --strict` on a chart with each of several values. Throws a Failure with exit code
 * 3 if there is no helm or it dies.
 */
export const helmLint = async (
  chartDir: string,
  valuesList: readonly JsonObject[],
  options: EngineOptions,
): Promise<Finding[]> => {
  const { path, findings } = await findTool('helm');
  const lints = await Promise.all(
    valuesList.map((values) => lint(path, chartDir, values, options)),
  );
  const byText = new Map(lints.flat().map((finding) => [JSON.stringify(finding), finding]));
  return [...findings, ...byText.values()];
};

const lint = async (
  path: string,
  chartDir: string,
  values: JsonObject,
  { workspaceRoot, kubeVersion = defaultKubeVersion, signal }: EngineOptions,
): Promise<Finding[]> => {
  const { stdout } = await run({
    path,
    args: ['lint', chartDir, '--strict', '--quiet', `--kube-version=${kubeVersion}`, '--values=-'],
    input: JSON.stringify(values),
    signal,
    purpose: `linting ${chartDir}`,
  });
  return [...stdout.matchAll(/^\[(WARNING|ERROR)\] ([\s\S]*?)(?=^\[|^==>|(?![\s\S]))/gm)].flatMap(
    ([, level, text = '']): Finding[] => {
      const said = text.trim();
      // Of values that the schema refuses helm tells twice, and only once in full.
      if (said.startsWith("values.yaml: - at '")) return [];
      const [, file = '.', message = said] = /^(\S+): ([\s\S]+)$/.exec(said) ?? [];
      if (file === 'templates/' && level === 'ERROR') {
        return helmFindings(`Error: ${message}`, chartDir, workspaceRoot);
      }
      return [
        {
          rule: 'helm-lint',
          severity: level === 'ERROR' ? 'error' : 'warning',
          where: relative(workspaceRoot, `${chartDir}/${file}`),
          message: `${message.replace(/\s*\n\s*/g, ' ').replace(/\.$/, '')}.`,
        },
      ];
    },
  );
};
