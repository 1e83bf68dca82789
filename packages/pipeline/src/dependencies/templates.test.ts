import { execFile } from 'node:child_process';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { findTool } from '@helm-charts/engine';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { filesOf } from '../generate.ts';
import { placeOf } from '../place.ts';
import { vendoredTemplates } from './templates.ts';

const library = (name: string, template: string) => ({
  [`${name}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: 1.0.0\ntype: library\n`,
  [`${name}/templates/_names.tpl`]: `{{/* {{ define "${name}.comment" }} */}}\n{{- define "${template}" -}}\na\n{{- end }}\n`,
});
const source = (template: string): string => `
import { component, defineChart, dependency, include, manifest, object, text } from '${resolve(import.meta.dirname, '../../../types/src/index.ts')}';
export const chart = defineChart({
  name: 'web', description: 'A server.', version: '1.0.0', appVersion: '1',
  values: object('Settings.', {}),
  dependencies: { common: dependency({ version: '1.x', repository: 'file://../../common' }) },
  scenarios: {},
  manifests: () => ({
    config: manifest('ConfigMap', component('web'), { data: {
      name: include('${template}') } }),
  }),
  notes: () => text\`Done.\`,
});
`;

/** A chart that includes a template, and the library common, which has a dependency of its own. */
const project = async (template: string) => {
  const root = await workspace({
    'package.json': '{ "type": "module" }',
    'charts/web/src/chart.ts': source(template),
    ...library('common', 'common.names.fullname'),
    ...library('inner', 'inner.host'),
  });
  await mkdir(join(root, 'common/charts'));
  await helm('package', join(root, 'inner'), '--destination', join(root, 'common/charts'));
  const charts = join(root, 'charts/web/charts');
  return {
    vendorFolder: () => cp(join(root, 'common'), join(charts, 'common'), { recursive: true }),
    vendorPackage: () => helm('package', join(root, 'common'), '--destination', charts),
    said: async () => {
      const { findings } = await filesOf(placeOf({ workspace: root, root: 'charts/web' }).value!);
      // Vite moves the lines of sources.
      return findings.map((one) => printFinding(one).replace(/ts:\d+(:\d+)?:/, 'ts:LINE:'));
    },
    charts,
  };
};

const helm = async (...args: readonly string[]): Promise<void> => {
  const { path } = await findTool('helm');
  await promisify(execFile)(path, args);
};

test.each(['vendorFolder', 'vendorPackage'] as const)(
  '%s: an included template is one that a chart defines',
  async (vendor) => {
    const right = await project('common.names.fullname');
    await right[vendor]();
    expect(await right.said()).toEqual([]);
    const inner = await project('inner.host');
    await inner[vendor]();
    expect(await inner.said()).toEqual([]);
    const wrong = await project('common.names.fulname');
    await wrong[vendor]();
    expect(await wrong.said()).toEqual([
      "error charts/web/src/chart.ts:LINE: include('common.names.fulname'): no chart in charts/ defines a template of this name, so Helm can't render the chart; did you mean common.names.fullname? [include-undefined]",
    ]);
  },
);

test('what the chart defines itself may be included, and a comment defines nothing', async () => {
  const own = await project('web.fullname');
  await own.vendorFolder();
  expect(await own.said()).toEqual([]);
  expect([...(await vendoredTemplates(join(own.charts, '..')))].toSorted()).toEqual([
    'common.names.fullname',
    'inner.host',
  ]);
});

test('while a dependency is missing, the command that brings it is named', async () => {
  const missing = await project('common.names.fulname');
  const said = [
    "warning charts/web/src/chart.ts: dependencies.common: the chart common 1.x is not in charts/, so Helm cannot render the chart, and nothing checks include('common.names.fulname'); run: helm-charts dependencies update charts/web. [dependency-missing]",
  ];
  expect(await missing.said()).toEqual(said);
  await missing.vendorPackage();
  expect(await missing.said()).toHaveLength(1);
  await writeFile(join(missing.charts, 'common-1.0.0.tgz'), 'cut off');
  expect((await missing.said())[0]).toContain('include-undefined');
  await rm(missing.charts, { recursive: true });
  expect(await missing.said()).toEqual(said);
});
