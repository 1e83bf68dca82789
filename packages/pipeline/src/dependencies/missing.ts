import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Chart, Finding } from '@helm-charts/types';
import type { Place } from '../place.ts';

/** The missing dependencies without which Helm cannot render a chart. */
export const missingDependencies = async (
  { directory, root }: Place,
  { dependencies = {} }: Chart,
): Promise<readonly Finding[]> => {
  const held = await readdir(join(directory, 'charts')).catch(() => []);
  return Object.entries(dependencies).flatMap(([key, { name = key, version, repository }]) =>
    held.some((entry) => isOf(name, entry))
      ? []
      : [
          problem(
            'error',
            join(root, 'src/chart.ts'),
            `dependencies.${key}: the chart ${name} ${version} is not in charts/, so Helm cannot render the chart`,
            repository === undefined
              ? `run: helm-charts dependencies add ${root || '.'} ${name}-${version}.tgz`
              : update(root),
          ),
        ],
  );
};

/** `postgresql` or `postgresql-12.1.0.tgz`. */
const isOf = (name: string, entry: string): boolean =>
  entry === name ||
  (entry.startsWith(`${name}-`) && /^\d.*\.tgz$/.test(entry.slice(name.length + 1)));

/** The command that makes the folder `charts` as Chart.yaml wants it. */
export const update = (root: string): string =>
  `run: helm-charts dependencies update ${root || '.'}`;

/** A finding about a dependency. */
export const problem = (
  severity: Finding['severity'],
  file: string,
  message: string,
  fix: string,
): Finding => ({
  rule: 'dependency-missing',
  severity,
  position: { file },
  message,
  fix,
});
