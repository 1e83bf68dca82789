import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder } from '@helm-charts/engine';
import {
  chartRoots,
  filesOf,
  loadConfig,
  type Project,
  placeOf,
  profileRoots,
  recordOf,
} from '@helm-charts/pipeline';
import type { Checked, Finding } from '@helm-charts/types';
import { inCopy, type Texts } from './copy.ts';

type Files = NonNullable<Awaited<ReturnType<typeof filesOf>>['value']>;

/** The files that a chart or a profile has when it is generated, without their record. */
export interface Generated {
  readonly root: string;
  readonly files: Files;
}

/**
 * What all charts and profiles of a workspace generate if some of their sources have another text. Nothing is written: a raised version changes
 * Chart.yaml and README of the chart, and the profiles that install it.
 */
export const regenerate = async (
  workspace: string,
  texts: Texts,
): Promise<Checked<readonly Generated[]>> => {
  const { value: config, findings } = await loadConfig(workspace);
  if (config === undefined) return { findings };
  const charts = chartRoots(workspace, config);
  const profiles = profileRoots(workspace, config);
  return inCopy(workspace, [...charts, ...profiles], texts, async (copy, unmoved) => {
    const generated: Generated[] = [];
    const problems: Finding[] = [];
    // The network policies of a profile come from the generated charts.
    for (const root of [...charts, ...profiles]) {
      const { value, findings } = await generateOne({ workspace: copy, root });
      if (value === undefined) problems.push(...findings);
      else
        generated.push({
          root,
          files: value.map((file) => ({ ...file, content: unmoved(file.content) })),
        });
    }
    return problems.length > 0 ? { findings: problems } : { value: generated, findings: [] };
  });
};

/** The generated files with their record, by their paths in the workspace. */
export const textsOf = (generated: readonly Generated[]): Texts =>
  Object.fromEntries(
    generated.flatMap(({ root, files }) =>
      [...files, recordOf(files)].map(({ path, content }) => [
        root === '' ? path : `${root}/${path}`,
        content,
      ]),
    ),
  );

const generateOne = async (project: Project): Promise<Checked<Files>> => {
  const { value: place, findings } = placeOf(project);
  if (place === undefined) return { findings };
  const made = await filesOf(place);
  for (const { path, content } of made.value ?? []) {
    const file = join(place.directory, path);
    makeFolder(dirname(file));
    await writeFile(file, content);
  }
  return made;
};
