import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { parseYaml, stringAt } from '@helm-charts/kubernetes';
import type { Finding, Position } from '@helm-charts/types';
import { chartFinding } from './chart-error.ts';
import { schemaFindings } from './schema-error.ts';

/**
 * Splits the standard error of helm into findings, with their positions in the chart. `chart`, a directory or an
 * archive, and `workspaceRoot` are absolute.
 */
export const helmFindings = (stderr: string, chart: string, workspaceRoot: string): Finding[] => {
  const inWorkspace = (path: string) => relative(workspaceRoot, join(chart, path)) || '.';
  const chartFile = join(chart, 'Chart.yaml');
  const isArchive = statSync(chart, { throwIfNoEntry: false })?.isFile() ?? false;
  if (!isArchive && !existsSync(chartFile)) {
    const message = existsSync(chart)
      ? 'the directory has no Chart.yaml, so it is not a chart'
      : 'the chart directory does not exist';
    const fix = 'generate the chart, or correct the path';
    return [
      { rule: 'chart', severity: 'error', position: { file: inWorkspace('.') }, message, fix },
    ];
  }
  const said = stderr
    .replace(/^[\s\S]*?^Error: /m, '')
    .replace(/\n*Use --debug flag to render out invalid YAML\n*$/, '')
    .trim();
  const problem = chartFinding(said, chart, workspaceRoot);
  if (problem !== undefined) return [problem];
  if (said.startsWith("values don't meet the specifications of the schema")) {
    const found = schemaFindings(said, isArchive ? archiveName(chart) : chartName(chartFile));
    if (found.length > 0) return found;
  }
  const [, missing] = /missing in charts\/ directory: (.+)$/m.exec(said) ?? [];
  if (missing !== undefined) {
    return [
      {
        rule: 'chart',
        severity: 'error',
        position: { file: inWorkspace('Chart.yaml') },
        message: `Helm can't render the chart, since charts/ does not hold its dependencies ${missing}`,
        fix: `run: helm dependency build ${inWorkspace('.')}`,
      },
    ];
  }
  const template = templateProblem(said);
  return [
    {
      rule: 'chart',
      severity: 'error',
      position: template
        ? { ...template.position, file: inWorkspace(template.position.file) }
        : { file: inWorkspace('.') },
      message: `helm: ${sentence(template?.message ?? said)}`,
    },
  ];
};

interface TemplateProblem {
  /** The path of the template, relative to the chart. */
  readonly position: Position;
  readonly message: string;
}

/**
 * The formats in which Helm reports a position. For nested includes, the innermost position is the
 * one of the error.
 */
const templateProblem = (said: string): TemplateProblem | undefined => {
  // The message has a line for each of 1,000 includes.
  const nested = /rendering template has a nested reference name: (.+?): unable to/.exec(said)?.[1];
  if (nested !== undefined) {
    const [, file, line] =
      [...said.matchAll(/template: ([^\s:]+):(\d+):\d+: executing /g)].at(-1) ?? [];
    return {
      position: place(file, line),
      message: `template "${nested}" includes itself without an end`,
    };
  }
  const failed = /(?:execution|parse) error at \(([^:)]+):(\d+)(?::\d+)?\): ([\s\S]+)$/.exec(said);
  if (failed) return { position: place(failed[1], failed[2]), message: failed[3] ?? '' };
  const evaluated = [
    ...said.matchAll(
      /^([^\s:]+):(\d+):\d+\n {2}executing "[\s\S]*?" at <([\s\S]*?)>:\n {4}(.+)$/gm,
    ),
  ];
  const innermost = evaluated.at(-1);
  if (innermost) {
    const [, file, line, expression, problem] = innermost;
    return { position: place(file, line), message: `${expression}: ${problem}` };
  }
  const unreadable = /^YAML parse error on ([^:]+): (?:.*?yaml: )?([\s\S]+)$/.exec(said);
  if (unreadable) {
    const message = `its output is not valid YAML: ${unreadable[2]}`;
    return { position: place(unreadable[1]), message };
  }
  return undefined;
};

/** Helm prefixes the path of a template with the name of the chart. */
const place = (file = '', line?: string): Position => ({
  file: file.replace(/^[^/]*\//, ''),
  ...(line !== undefined && { line: Number(line) }),
});

const sentence = (text: string): string =>
  text
    .trim()
    .replace(/\s*\n\s*/g, ' ')
    .replace(/\.$/, '');

const chartName = (chartFile: string): string =>
  stringAt(parseYaml(readFileSync(chartFile, 'utf8')).value, 'name') ??
  basename(dirname(chartFile));

/** The name of the chart in the name of an archive, for instance web-1.6.0.tgz. */
const archiveName = (archive: string): string => basename(archive).replace(/(?:-\d.*)?\.tgz$/, '');
