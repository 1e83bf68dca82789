import { resolve } from 'node:path';
import { generate, printReport, projectRoots, type Report, render } from '@helm-charts/workspace';

/**
 * Generates, renders and validates everything in this process, and prints what each part took, in seconds, and the peak of its memory in MiB.
 * The first part pays for what is loaded once.
 */
const workspace = resolve(import.meta.dirname, '../..');
const roots = projectRoots(workspace);
const charts = roots.filter((root) => root.startsWith('charts/'));
const profiles = roots.filter((root) => !root.startsWith('charts/'));

const reports: Report[] = [];
const seconds = async (work: () => Promise<readonly Report[]>): Promise<number> => {
  const start = performance.now();
  reports.push(...(await work()));
  return (performance.now() - start) / 1000;
};
const all = (
  some: readonly string[],
  step: (project: { workspace: string; root: string }) => Promise<Report>,
) => Promise.all(some.map((root) => step({ workspace, root })));

const result = {
  generate: await seconds(() => all(charts, (project) => generate(project, { check: true }))),
  first: await seconds(() => all(charts.slice(0, 1), render)),
  charts: await seconds(() => all(charts, render)),
  profile: await seconds(() => all(profiles, render)),
  memory: process.resourceUsage().maxRSS / 1024,
};
const failed = reports.filter(({ exitCode }) => exitCode !== 0);
if (failed.length > 0) {
  process.stderr.write(failed.map(printReport).join(''));
  process.exitCode = 1;
}
process.stdout.write(`${JSON.stringify(result)}\n`);
