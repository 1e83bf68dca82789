import { enableCompileCache } from 'node:module';
import { join, resolve } from 'node:path';
import { generate, printReport, type Report, render } from '@helm-charts/pipeline';

/**
 * Runs one step over the directories that the arguments name, and prints the seconds that it took and the peak of this
 * process's memory in MiB. `again` renders twice and counts the second time. To load the packages isn't counted; to load
 * charts and profiles is, from where the command keeps them compiled.
 */
const [step, ...roots] = process.argv.slice(2);
const workspace = resolve(import.meta.dirname, '../..');

const work = (root: string): Promise<Report> =>
  step === 'generate'
    ? generate({ workspace, root }, { check: true })
    : render({ workspace, root });
const everything = async (): Promise<number> => {
  const start = performance.now();
  const reports = await Promise.all(roots.map(work));
  const seconds = (performance.now() - start) / 1000;
  const failed = reports.filter(({ exitCode }) => exitCode !== 0);
  if (failed.length > 0) {
    process.stderr.write(failed.map(printReport).join(''));
    process.exitCode = 1;
  }
  return seconds;
};

enableCompileCache(join(workspace, 'node_modules/.cache/helm-charts/compiled'));
if (step === 'again') await everything();
const seconds = await everything();
const memory = process.resourceUsage().maxRSS / 1024;
process.stdout.write(`${JSON.stringify({ seconds, memory })}\n`);
