import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { replaceFile } from '@helm-charts/engine';
import type { Finding } from '@helm-charts/types';
import { count, type Report, refused, reportOf } from './report.ts';
import { chartValues } from './values/chart-values.ts';
import { checkValuesFile } from './values/check.ts';
import { fixValues } from './values/fix.ts';
import { readValuesFile } from './values-file.ts';

interface CheckValuesOptions {
  /** The root that paths in findings are relative to, absolute. */
  readonly workspace: string;
  /** The directory of the chart, absolute: the one that the file names or lies in unless given. */
  readonly chart?: string | undefined;
  /** Rename values that have another name by now. */
  readonly fix?: boolean;
  /** Remove values that equal the chart's default. */
  readonly removeDefaults?: boolean;
}

/** Checks a file of values, absolute, against its chart. */
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
    const findings = checkValuesFile(value, values);
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

/** The chart whose schema the head of the file names for editors, else the one that the file lies in. */
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
      ? 'nothing says which chart these values are for'
      : `${directory} holds no Chart.yaml, so it is no chart`,
  fix: 'name the directory of the chart: --chart charts/web',
});
