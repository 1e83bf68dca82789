import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { parseYaml } from '@helm-charts/kubernetes';
import type { JsonObject } from '@helm-charts/types';
import type { BuildInput, ChartInput } from './comparison.ts';

/**
 * Returns the charts below a folder (absolute path), directories and archives, but not the subcharts in their charts/.
 * Each is an input with its default values, and another with each `ci/*-values.yaml`.
 */
export const chartsOf = (folder: string): readonly ChartInput[] =>
  chartPaths(folder).flatMap((chart) => {
    const name = relative(folder, chart) || '.';
    return [
      { chart, values: {}, name },
      ...valuesFilesOf(chart).map((file) => ({
        chart,
        values: valuesIn(join(chart, file)),
        name: `${name} with ${file}`,
      })),
    ];
  });

const chartPaths = (path: string): readonly string[] => {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile()) return path.endsWith('.tgz') ? [path] : [];
  if (!found?.isDirectory()) return [];
  if (existsSync(join(path, 'Chart.yaml'))) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => chartPaths(join(path, name)));
};

const valuesFilesOf = (chart: string): readonly string[] => {
  const folder = join(chart, 'ci');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /values.*\.ya?ml$/.test(name))
    .sort()
    .map((name) => join('ci', name));
};

const valuesIn = (file: string): JsonObject => {
  const { value } = parseYaml(readFileSync(file, 'utf8'));
  // Values are an object; another document is for the engines to refuse.
  return (value ?? {}) as JsonObject;
};

/** Returns the directories below a folder (absolute path) that have a kustomization. */
export const buildsIn = (folder: string): readonly BuildInput[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /^(kustomization\.ya?ml|Kustomization)$/.test(basename(path)))
    .sort()
    .map((path) => {
      const file = join(folder, path);
      return {
        directory: dirname(file),
        file: basename(file),
        text: readFileSync(file, 'utf8'),
        name: dirname(path),
      };
    });
