import { resolve } from 'node:path';
import { generateChart } from '@helm-charts/generate';
import { loadChart, sourcesOf } from '@helm-charts/pipeline';
import { orFail } from '@helm-charts/types';

/** Generates as many charts as the argument says, all like charts/pgbouncer, and prints how many seconds it took. */
const workspace = resolve(import.meta.dirname, '../..');
const project = { workspace, root: 'charts/pgbouncer' };
const chart = orFail(await loadChart(project));
const charts = Array.from({ length: Number(process.argv[2]) }, (_, at) => ({
  ...chart,
  name: `${chart.name}-${at}`,
}));
const start = performance.now();
for (const one of charts) generateChart(one, sourcesOf(project));
const seconds = (performance.now() - start) / 1000;
process.stdout.write(`${JSON.stringify({ seconds })}\n`);
