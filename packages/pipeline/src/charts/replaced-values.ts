import { readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import {
  type ChartSource,
  type Files,
  mergeMaps,
  parseOverlay,
  type Values,
} from '@helm-charts/flux';
import { writeYaml } from '@helm-charts/kubernetes';
import { type Checked, type Finding, type Position, printPosition } from '@helm-charts/types';
import { chartProblem } from './dependencies.ts';
import type { Excluded } from './excluded.ts';

interface ValuesContext {
  readonly files: Files;
  /** Whether a key that is defined twice in a values file is accepted, as in Helm. */
  readonly acceptsDuplicateKeys: boolean | undefined;
  readonly excluded: Excluded;
}

/**
 * The default values that Flux sets in a chart: those of its `valuesFiles`, merged. The text is undefined if the values of the chart
 * do not change.
 */
export const replacedValues = async (
  { valuesFiles, valuesRoot, ignoresMissing }: ChartSource,
  directory: string,
  { acceptsDuplicateKeys, files, excluded }: ValuesContext,
): Promise<Checked<{ readonly text: string | undefined }>> => {
  if (valuesFiles.length === 0) return { value: { text: undefined }, findings: [] };
  let merged: Values = {};
  const warnings: Finding[] = [];
  for (const file of valuesFiles) {
    const root = valuesRoot ?? directory;
    const path = resolve(root, file.replace(/^\/+/, ''));
    const isInside = !relative(root, path).startsWith('..') && files.kind(path) !== 'left-out';
    const isThere = isInside && !excluded.file(path);
    const text = isThere ? await readFile(path, 'utf8').catch(() => undefined) : undefined;
    if (text === undefined) {
      if (ignoresMissing) continue;
      const message = `the values file ${file} does not exist`;
      return chartProblem('error', message, 'add it, or set ignoreMissingValuesFiles');
    }
    const { value: values, findings } = parseOverlay(text, file, { acceptsDuplicateKeys });
    if (values === undefined) {
      const [{ message = '', fix, position } = {}] = findings;
      const problem = `the values file ${placeOf(file, position)} cannot be read: ${message}`;
      return chartProblem('error', problem, fix);
    }
    for (const { message, fix, position } of findings) {
      const text = `the values file ${placeOf(file, position)}: ${message}`;
      warnings.push({ rule: 'values', severity: 'warning', message: text, ...(fix && { fix }) });
    }
    // The parsed values are not shared, so they may be changed.
    merged = mergeMaps(merged, values as Values);
  }
  return { value: { text: writeYaml(merged) }, findings: warnings };
};

const placeOf = (file: string, position: Position | undefined): string =>
  position === undefined ? file : printPosition(position);
