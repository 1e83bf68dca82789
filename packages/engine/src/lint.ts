import { relative, resolve } from 'node:path';
import type { Finding, JsonObject } from '@helm-charts/types';
import { chartFinding } from './chart-error.ts';
import type { Context } from './context.ts';
import { helmFindings } from './helm-error.ts';
import { settleAll } from './settle.ts';
import { orStopped } from './stopped.ts';

/** A chart (absolute path) and the values to lint it with. */
export interface Lint {
  readonly chart: string;
  readonly values: readonly JsonObject[];
}

/** Lints a chart as `helm lint --strict` does, once for each set of values. */
export const lint = async (
  { chart, values }: Lint,
  context: Context,
): Promise<readonly Finding[]> => {
  const { workspaceRoot, kubeVersion } = context;
  const { findings, lint: lintOne } = await context.backend();
  const place = { position: { file: relative(workspaceRoot, chart) || '.' } };
  const lints = await settleAll(
    values.map(async (one) => {
      const work = lintOne({ chart, values: one, kubeVersion }).then(({ text, error }) => ({
        findings:
          text === undefined
            ? helmFindings(error, chart, workspaceRoot)
            : lintFindings(text, chart, workspaceRoot),
      }));
      return (await orStopped(place, work)).findings;
    }),
  );
  const byText = new Map(lints.flat().map((finding) => [JSON.stringify(finding), finding]));
  return [...findings, ...byText.values()];
};

/** Reads the messages of `helm lint`. */
const lintFindings = (said: string, chart: string, workspaceRoot: string): Finding[] =>
  [...said.matchAll(/^\[(WARNING|ERROR)\] ([\s\S]*?)(?=^\[|^==>|(?![\s\S]))/gm)].flatMap(
    ([, level, text = '']): Finding[] => {
      const one = text.trim();
      // helm reports values that the schema rejects twice; only the second report is complete.
      if (one.startsWith("values.yaml: - at '")) return [];
      // The reason is that of the templates.
      if (one.startsWith(': unable to load chart')) return [];
      const [, file = '.', message = one] = /^(\S+): ([\s\S]+)$/.exec(one) ?? [];
      if (file === 'templates/' && level === 'ERROR') {
        return helmFindings(`Error: ${message}`, chart, workspaceRoot);
      }
      const problem = chartFinding(message, chart, workspaceRoot);
      if (problem !== undefined) return [problem];
      return [
        {
          rule: 'helm-lint',
          severity: level === 'ERROR' ? 'error' : 'warning',
          position: { file: relative(workspaceRoot, resolve(chart, file)) },
          message: message.replace(/\s*\n\s*/g, ' ').replace(/\.$/, ''),
        },
      ];
    },
  );
