import { resolve } from 'node:path';
import { printReport, projectRoots, render } from '@helm-charts/workspace';

/** Renders and validates everything in this process, and prints what it took: seconds and the peak of its memory in MiB. */
const workspace = resolve(import.meta.dirname, '../..');
const roots = projectRoots(workspace);
const start = performance.now();
const reports = await Promise.all(roots.map((root) => render({ workspace, root })));
const seconds = (performance.now() - start) / 1000;
const failed = reports.filter(({ exitCode }) => exitCode !== 0);
if (failed.length > 0) {
  process.stderr.write(failed.map(printReport).join(''));
  process.exitCode = 1;
}
const memory = process.resourceUsage().maxRSS / 1024;
process.stdout.write(`${JSON.stringify({ seconds, memory })}\n`);
