import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { renderChart } from './chart.ts';
import { tinyChart, workspace } from './testing/workspace.ts';

const render = async (
  overlays: Readonly<Record<string, JsonObject>>,
  files: Readonly<Record<string, string>> = {},
) => {
  const workspaceRoot = await workspace({ ...tinyChart, ...files });
  const out = join(workspaceRoot, 'dist/render/charts/tiny');
  const scenarios = Object.entries(overlays).map(([name, values]) => ({
    name,
    release: 'tiny',
    namespace: 'msp',
    values,
  }));
  const chartDir = join(workspaceRoot, 'charts/tiny');
  const batch = await renderChart({ workspaceRoot, chartDir, out, scenarios });
  return { ...batch, out, written: (await readdir(out)).sort() };
};

test('renders every scenario into a file of its own', async () => {
  const { renders, findings, failures, out, written } = await render({
    default: {},
    large: { pool: { size: 100 } },
  });
  expect([findings, failures]).toEqual([[], []]);
  expect(written).toEqual(['default.yaml', 'large.yaml']);
  expect(await readFile(join(out, 'large.yaml'), 'utf8')).toContain('size: "100"');
  expect(renders.map(({ file, documents }) => [file, documents[0]?.manifest.metadata])).toEqual([
    ['default.yaml', { name: 'tiny', namespace: 'msp' }],
    ['large.yaml', { name: 'tiny', namespace: 'msp' }],
  ]);
});

test('a finding and a failure name their scenario', async () => {
  const twice = {
    'charts/tiny/templates/x.yaml': 'apiVersion: v1\nkind: X\nmetadata: {name: a}\na: 1\na: 2\n',
  };
  const { findings, failures, written } = await render({ good: {}, bad: { size: 1 } }, twice);
  expect(written).toEqual(['good.yaml']);
  expect(findings).toMatchInlineSnapshot(`
    [
      {
        "message": "line 18 of what it renders: this key is there twice, and only one of them would count; remove one (scenario good).",
        "rule": "manifest",
        "severity": "error",
        "where": "charts/tiny/templates/x.yaml",
      },
    ]
  `);
  expect(failures.map(({ message }) => message)).toMatchInlineSnapshot(`
    [
      "error size: the chart has no such value; correct the name or remove it (scenario bad). [values]",
    ]
  `);
});
