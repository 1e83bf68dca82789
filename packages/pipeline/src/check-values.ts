import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { replaceFile } from '@helm-charts/engine';
import type { Finding } from '@helm-charts/types';
import { count, type Report, refused, reportOf } from './report.ts';
import { chartValues } from './values/chart-values.ts';
import { checkValuesFile, type ValuesFile } from './values/check.ts';
import { fixValues } from './values/fix.ts';
import { readValuesFile } from './values-file.ts';

interface CheckValuesOptions {
  /** The absolute root of the workspace. Paths in findings are relative to it. */
  readonly workspace: string;
  /**
   * The absolute directory of the chart. The default is the chart that the file names, else the one that contains the
   * file.
   */
  readonly chart?: string | undefined;
  /** Rename values to their new names. */
  readonly fix?: boolean;
  /** Remove values that equal the chart's default. */
  readonly removeDefaults?: boolean;
}

/** Checks a values file (absolute path) against its chart. */
export const checkValues = (
  path: string,
  { workspace, chart, fix = false, removeDefaults = false }: CheckValuesOptions,
): Promise<Report> =>
  reportOf(relative(workspace, path), async () => {
    const file = relative(workspace, path);
    const read = await readValuesFile(path, workspace);
    if (read.value === undefined) return refused(file, read.findings);
    const directory = chart ?? chartOf(path, read.value.text);
    if (directory === undefined || !existsSync(join(directory, 'Chart.yaml'))) {
      return refused(file, [noChart(file, directory && relative(workspace, directory))]);
    }
    const values = chartValues(directory);
    const fixed =
      fix || removeDefaults
        ? fixValues(read.value.text, values, { removeDefaults })
        : { text: read.value.text, details: [] };
    if (fixed.text !== read.value.text) await replaceFile(await realpath(path), fixed.text);
    const { value = read.value } = await readValuesFile(path, workspace);
    const findings = [...ofDocuments(value), ...checkValuesFile(value, values)];
    const number = (wanted: Finding['severity']): number =>
      findings.filter(({ severity }) => severity === wanted).length;
    const tally = [
      count(number('error'), 'error'),
      count(number('warning'), 'warning'),
      count(number('info'), 'hint'),
    ];
    return {
      summary: `${file}: ${tally.join(', ')} against ${relative(workspace, directory) || '.'}`,
      details: fixed.details.map((detail) => `${file}: ${detail}`),
      findings,
      exitCode: number('error') > 0 ? 1 : 0,
    };
  });

/** Flux reads the first document of a text in `valuesFrom` only (sigs.k8s.io/yaml: yaml.go, Unmarshal). */
const ofDocuments = ({ file, second }: ValuesFile): readonly Finding[] =>
  second === undefined
    ? []
    : [
        {
          rule: 'values',
          severity: 'warning',
          position: { file, line: second },
          message:
            'a second YAML document starts here: helm merges it into the first one, and Flux does not read it in valuesFrom',
          fix: 'merge the documents into one',
        },
      ];

/** The chart of the schema that the first line of the file names for editors, else the chart that contains the file. */
const chartOf = (path: string, text: string): string | undefined => {
  const [, schema] = /^# yaml-language-server: \$schema=(\S+)$/m.exec(text) ?? [];
  const named = schema === undefined ? undefined : dirname(resolve(dirname(path), schema));
  return named !== undefined && existsSync(join(named, 'Chart.yaml'))
    ? named
    : nearest(dirname(path));
};

const nearest = (from: string): string | undefined => {
  if (existsSync(join(from, 'Chart.yaml'))) return from;
  const parent = dirname(from);
  return parent === from ? undefined : nearest(parent);
};

const noChart = (file: string, directory: string | undefined): Finding => ({
  rule: 'usage',
  severity: 'error',
  position: { file },
  message:
    directory === undefined
      ? 'the chart of these values is unknown, so they cannot be checked'
      : `${directory} has no Chart.yaml, so it is not a chart`,
  fix: 'pass the directory of the chart: --chart charts/web',
});
