import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '@helm-charts/engine';
import {
  type Project,
  type Report,
  refused,
  reportOf,
  writeGenerated,
} from '@helm-charts/pipeline';
import type { Finding } from '@helm-charts/types';
import { type Evaluation, evaluate } from './evaluate.ts';
import { isTooLow } from './level.ts';
import { replaceVersion } from './literal.ts';
import { regenerate } from './regenerate.ts';

export interface VersionsOptions {
  /** Raise the version in `src/chart.ts` where it is too low, and generate the chart and the profiles that install it. */
  readonly write?: boolean;
}

/** The report about the version of a chart. */
export interface VersionReport extends Report {
  /** Undefined if the chart could not be compared. */
  readonly chart?: Evaluation & { readonly isWritten: boolean };
}

/**
 * Says how much a chart changed since it was released, and which version it needs. The exit code is 1 if its version is lower.
 * @example
 * const report = await versions({ workspace: process.cwd(), root: 'charts/web' });
 */
export const versions = (
  project: Project,
  { write = false }: VersionsOptions = {},
): Promise<VersionReport> =>
  reportOf(project.root, async (): Promise<VersionReport> => {
    const { value: chart, findings } = await evaluate(project);
    if (chart === undefined) return refused(project.root, findings);
    const isLow = isTooLow(chart.version, chart.next);
    const problems = isLow ? (write ? await raise(project, chart) : [tooLow(project, chart)]) : [];
    const isWritten = isLow && write && problems.length === 0;
    return {
      summary: `${project.root || '.'}: ${summaryOf(chart, isWritten)}`,
      details: chart.reasons.map(({ level, sentence }) => `  ${level.padEnd(5)} ${sentence}`),
      findings: [...findings, ...problems],
      exitCode: problems.length === 0 ? 0 : write ? 2 : 1,
      chart: { ...chart, isWritten },
    };
  });

const summaryOf = ({ version, released, level, next }: Evaluation, isWritten: boolean): string => {
  if (released === undefined) return `${version}, never released`;
  const since = `${level === 'none' ? 'no change' : `a ${level} change`} since ${released}`;
  if (isWritten) return `${version} raised to ${next}, ${since}`;
  return level === 'none' ? `${version}, ${since}` : `${version}, ${since} needs ${next}`;
};

/** The file with the version of a chart. */
const sourceOf = ({ workspace, root }: Project): string => {
  const source = root === '' ? 'src/chart.ts' : `${root}/src/chart.ts`;
  return existsSync(join(workspace, source))
    ? source
    : `${root === '' ? '' : `${root}/`}Chart.yaml`;
};

const tooLow = (project: Project, { version, released, level, next }: Evaluation): Finding => {
  const file = sourceOf(project);
  return {
    rule: 'version',
    severity: 'error',
    position: { file },
    message: `the version ${version} is lower than ${next}, which a ${level} change since ${released} needs`,
    fix: file.endsWith('.ts')
      ? `run "helm-charts versions --write ${project.root || '.'}"`
      : `write version: ${next}`,
  };
};

const raise = async (
  project: Project,
  { version, next }: Evaluation,
): Promise<readonly Finding[]> => {
  const file = sourceOf(project);
  const { workspace } = project;
  const path = join(workspace, file);
  const text = await readFile(path, 'utf8');
  const raised = file.endsWith('.ts') ? replaceVersion(text, version, next) : undefined;
  if (raised !== undefined) {
    const { value: generated, findings } = await regenerate(workspace, { [file]: raised });
    if (generated === undefined) return findings;
    await replaceFile(path, raised);
    const written = [];
    for (const { root, files } of generated)
      written.push(await writeGenerated({ directory: join(workspace, root), name: root }, files));
    return written.flatMap(({ value, findings }) => (value === undefined ? findings : []));
  }
  return [
    {
      rule: 'version',
      severity: 'error',
      position: { file },
      message: `the version is not written there once as version: '${version}', so it cannot be raised`,
      fix: `write the version ${next} there yourself`,
    },
  ];
};
