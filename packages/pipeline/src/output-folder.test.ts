import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { tinyChart, workspace } from '@helm-charts/testing/tiny-chart';
import { expect, test } from 'vitest';
import { render } from './render.ts';
import { printReport } from './report.ts';

const renderTo = async (root: string, output: string): Promise<string> =>
  printReport(
    await render({ workspace: root, root: 'charts/tiny' }, { output: join(root, output) }),
  );

const done = 'charts/tiny: 1 scenario, 1 manifest, 0 findings\n';

test('an output folder gets the manifests, and later those of the next render in their place', async () => {
  const root = await workspace({ ...tinyChart, 'charts/tiny/ci/a-values.yaml': 'pool: {}\n' });
  expect(await renderTo(root, 'out')).toBe(done);
  const folder = join(root, 'out/charts/tiny');
  expect(await readdir(folder)).toEqual(['.helm-charts-output', 'ci-a.yaml']);
  await rm(join(root, 'charts/tiny/ci'), { recursive: true });
  expect(await renderTo(root, 'out')).toBe(done);
  expect(await readdir(folder)).toEqual(['.helm-charts-output', 'defaults.yaml']);
});

test('files of others in an output folder are not replaced', async () => {
  const root = await workspace(tinyChart);
  // The folder of the manifests would be that of the chart.
  expect(await renderTo(root, '.')).toMatchInlineSnapshot(`
    "error charts/tiny: the folder has files that no render has written, and a render replaces all files; name another folder with --output, or remove these files. [output]
    charts/tiny: failed (exit code 2)
    "
  `);
  expect(await readFile(join(root, 'charts/tiny/Chart.yaml'), 'utf8')).toContain('name: tiny');
});
