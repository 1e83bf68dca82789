import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { defaultKubeVersion, findTool } from '@helm-charts/engine';
import { packageProject } from '@helm-charts/release';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { charts } from './beside.ts';

const workspace = join(import.meta.dirname, '../../../..');
let copy: string;

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'packages-'));
  await cp(join(workspace, 'charts'), join(copy, 'charts'), {
    recursive: true,
    filter: (path) => !path.endsWith('node_modules'),
  });
});
afterAll(() => rm(copy, { recursive: true, force: true }));

test.for(charts)('Helm renders the package of $name as its directory', async (chart) => {
  const { name, version, scenarios } = chart;
  const root = `charts/${name}`;
  const { exitCode, findings } = await packageProject({ workspace: copy, root });
  expect([exitCode, findings]).toEqual([0, []]);
  const file = join(copy, `dist/release/charts/${name}/${name}-${version}.tgz`);
  const compare = async ([scenario, values]: readonly [string, unknown]) => {
    const overlay = join(copy, `${name}-${scenario}.json`);
    await writeFile(overlay, JSON.stringify(values));
    const { kubernetesVersion, apiVersions = [] } = chart.clusters?.[scenario] ?? {};
    const cluster = [
      ...['--kube-version', kubernetesVersion ?? defaultKubeVersion],
      ...apiVersions.flatMap((one) => ['--api-versions', one]),
    ];
    const rendered = await template(file, overlay, cluster);
    expect(rendered, scenario).toContain('kind: ');
    expect(rendered, scenario).toBe(await template(join(copy, root), overlay, cluster));
  };
  await Promise.all(Object.entries(scenarios).map(compare));
});

const template = async (chart: string, values: string, cluster: readonly string[]) => {
  const { path } = await findTool('helm');
  const args = ['template', 'web', chart, '--values', values, '--include-crds', ...cluster];
  return (await promisify(execFile)(path, args, { maxBuffer: 2 ** 26 })).stdout;
};
