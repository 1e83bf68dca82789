import { relative } from 'node:path';
import type { Finding, JsonObject } from '@helm-charts/types';
import type { Context } from '../context.ts';
import { helmFindings } from '../helm-error.ts';
import { settleAll } from '../settle.ts';
import { orStopped } from '../stopped.ts';
import { run } from './run.ts';
import { findTool } from './tool.ts';

/** A chart (absolute path) and the values to lint it with. */
export interface Lint {
  readonly chart: string;
  readonly values: readonly JsonObject[];
}

/** Runs `helm lint --strict` on a chart, once for each set of values. */
export const lint = async (
  { chart, values }: Lint,
  context: Context,
): Promise<readonly Finding[]> => {
  const { path, findings } = await findTool('helm');
  const place = { position: { file: relative(context.workspaceRoot, chart) || '.' } };
  const lints = await settleAll(
    values.map(async (one) => {
      const work = lintWith(path, chart, one, context).then((found) => ({ findings: found }));
      return (await orStopped(place, work)).findings;
    }),
  );
  const byText = new Map(lints.flat().map((finding) => [JSON.stringify(finding), finding]));
  return [...findings, ...byText.values()];
};

const lintWith = async (
  path: string,
  chart: string,
  values: JsonObject,
  { workspaceRoot, kubeVersion, signal, limits }: Context,
): Promise<Finding[]> => {
  const { stdout } = await run({
    path,
    args: ['lint', chart, '--strict', '--quiet', `--kube-version=${kubeVersion}`, '--values=-'],
    input: JSON.stringify(values),
    signal,
    limits,
    what: 'helm lint',
    purpose: `linting ${chart}`,
  });
  return [...stdout.matchAll(/^\[(WARNING|ERROR)\] ([\s\S]*?)(?=^\[|^==>|(?![\s\S]))/gm)].flatMap(
    ([, level, text = '']): Finding[] => {
      const said = text.trim();
      // helm reports values that the schema rejects twice; only the second report is complete.
      if (said.startsWith("values.yaml: - at '")) return [];
      // The reason is that of the templates.
      if (said.startsWith(': unable to load chart')) return [];
      const [, file = '.', message = said] = /^(\S+): ([\s\S]+)$/.exec(said) ?? [];
      if (file === 'templates/' && level === 'ERROR') {
        return helmFindings(`Error: ${message}`, chart, workspaceRoot);
      }
      return [
        {
          rule: 'helm-lint',
          severity: level === 'ERROR' ? 'error' : 'warning',
          position: { file: relative(workspaceRoot, `${chart}/${file}`) },
          message: message.replace(/\s*\n\s*/g, ' ').replace(/\.$/, ''),
        },
      ];
    },
  );
};
