import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseYaml, stringAt } from '@helm-charts/kubernetes';
import type { Chart, Finding } from '@helm-charts/types';
import { parse } from 'yaml';
import type { Place } from '../place.ts';
import { lockDigest } from './digest.ts';

/**
 * The dependencies of a chart that its folder `charts` does not hold, and a Chart.lock that is older than Chart.yaml. Helm renders
 * nothing of such a chart; nothing is fetched here.
 */
export const vendoringProblems = async (
  { directory, root }: Place,
  { dependencies = {} }: Chart,
  chartYaml: string,
): Promise<readonly Finding[]> => {
  const entries = Object.entries(dependencies);
  if (entries.length === 0) return [];
  const held = await readdir(join(directory, 'charts')).catch(() => []);
  const command = `run: helm-charts dependencies update ${root || '.'}`;
  const missing = entries.flatMap(([key, { name = key, version }]) =>
    held.some((entry) => isOf(name, entry))
      ? []
      : [
          problem(
            join(root, 'src/chart.ts'),
            `dependencies.${key}: the chart ${name} ${version} is not in charts/, so Helm can't render the chart`,
            command,
          ),
        ],
  );
  const lockFile = join(directory, 'Chart.lock');
  if (missing.length > 0 || !existsSync(lockFile)) return missing;
  const { value: lock } = parseYaml(await readFile(lockFile, 'utf8'));
  return stringAt(lock, 'digest') === lockDigest(parse(chartYaml), lock)
    ? []
    : [
        problem(
          join(root, 'Chart.lock'),
          'it was made for other dependencies, so charts/ may hold other versions than Chart.yaml names',
          command,
        ),
      ];
};

/** `postgresql` or `postgresql-12.1.0.tgz`. */
const isOf = (name: string, entry: string): boolean =>
  entry === name ||
  (entry.startsWith(`${name}-`) && /^\d.*\.tgz$/.test(entry.slice(name.length + 1)));

const problem = (file: string, message: string, fix: string): Finding => ({
  rule: 'dependency-missing',
  severity: 'warning',
  position: { file },
  message,
  fix,
});
