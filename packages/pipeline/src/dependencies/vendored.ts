import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { definitionsIn, type GeneratedFile } from '@helm-charts/generate';
import { parseYaml, stringAt } from '@helm-charts/kubernetes';
import { parse } from '@helm-charts/kubernetes/yaml';
import type { Chart, Finding } from '@helm-charts/types';
import type { Place } from '../place.ts';
import { lockDigest } from './digest.ts';
import { missingDependencies, problem, update } from './missing.ts';

/**
 * Reports dependencies that the folder `charts` of a chart does not contain, and a Chart.lock that does not match
 * Chart.yaml. Helm cannot render such a chart. Nothing is fetched here.
 */
export const vendoringProblems = async (
  place: Place,
  chart: Chart,
  chartYaml: string,
  includes: readonly string[] = [],
): Promise<readonly Finding[]> => {
  const missing = await missingDependencies(place, chart);
  const unchecked =
    includes.length === 0 ? '' : `, and nothing checks ${includes.map(printInclude).join(', ')}`;
  if (missing.length > 0)
    return missing.map((finding) => ({
      ...finding,
      severity: 'warning' as const,
      message: `${finding.message}${unchecked}`,
    }));
  const { directory, root } = place;
  const lockFile = join(directory, 'Chart.lock');
  if (!existsSync(lockFile)) return [];
  const { value: lock } = parseYaml(await readFile(lockFile, 'utf8'));
  return stringAt(lock, 'digest') === lockDigest(parse(chartYaml), lock)
    ? []
    : [
        problem(
          'warning',
          join(root, 'Chart.lock'),
          'it does not match the dependencies in Chart.yaml, so charts/ may contain other versions',
          update(root),
        ),
      ];
};

/** The templates that generated files include and do not define. */
export const includesIn = (files: readonly GeneratedFile[]): readonly string[] => {
  const templates = files.filter(({ path }) => path.startsWith('templates/'));
  const text = templates.map(({ content }) => content).join('\n');
  const defined = new Set(definitionsIn(text));
  const included = [...text.matchAll(/\binclude "([^"]+)"/g)].map(([, name = '']) => name);
  return [...new Set(included)].filter((name) => !defined.has(name));
};

const printInclude = (name: string): string => `include('${name}')`;
