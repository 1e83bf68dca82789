import { enableCompileCache } from 'node:module';
import { join, resolve } from 'node:path';
import { generate, printReport, render } from '@helm-charts/workspace';

/**
 * Runs one step, `generate` or `render`, over the directories that the arguments name, and prints the seconds that it took
 * and the peak of this process's memory in MiB. To load the packages isn't counted; to load charts and
 * profiles is, from where the command keeps them compiled.
 */
const [step, ...roots] = process.argv.slice(2);
const workspace = resolve(import.meta.dirname, '../..');

enableCompileCache(join(workspace, 'node_modules/.cache/helm-charts/compiled'));
const start = performance.now();
const reports = await Promise.all(
  roots.map((root) =>
    step === 'render'
      ? render({ workspace, root })
      : generate({ workspace, root }, { check: true }),
  ),
);
const seconds = (performance.now() - start) / 1000;
const memory = process.resourceUsage().maxRSS / 1024;
const failed = reports.filter(({ exitCode }) => exitCode !== 0);
if (failed.length > 0) {
  process.stderr.write(failed.map(printReport).join(''));
  process.exitCode = 1;
}
process.stdout.write(`${JSON.stringify({ seconds, memory })}\n`);
