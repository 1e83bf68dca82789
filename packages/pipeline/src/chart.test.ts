import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openEngine } from '@helm-charts/engine';
import { tinyChart, workspace } from '@helm-charts/testing/tiny-chart';
import { type JsonObject, printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { readFiles } from './files.ts';
import { simulate } from './simulate.ts';

const render = async (
  overlays: Readonly<Record<string, JsonObject>>,
  files: Readonly<Record<string, string>> = {},
) => {
  const workspaceRoot = await workspace({ ...tinyChart, ...files });
  const out = join(workspaceRoot, 'dist/render/charts/tiny');
  const scenarios = Object.entries(overlays).map(([name, values]) => ({
    name,
    release: 'tiny',
    findings: [],
    namespace: 'msp',
    values,
  }));
  const directory = join(workspaceRoot, 'charts/tiny');
  const simulated = await simulate(
    { kind: 'chart', workspaceRoot, files: readFiles(workspaceRoot), directory, out, scenarios },
    openEngine({ workspaceRoot }),
  );
  return { ...simulated, out, written: (await readdir(out)).sort() };
};

test('renders every scenario into a separate file', async () => {
  const { installed, findings, isWhole, out, written } = await render({
    default: {},
    large: { pool: { size: 100 } },
  });
  expect([findings, isWhole]).toEqual([[], true]);
  expect(written).toEqual(['default.yaml', 'large.yaml']);
  expect(await readFile(join(out, 'large.yaml'), 'utf8')).toContain('size: "100"');
  expect(installed.map(({ file, documents }) => [file, documents[0]?.manifest.metadata])).toEqual([
    ['default.yaml', { name: 'tiny', namespace: 'msp' }],
    ['large.yaml', { name: 'tiny', namespace: 'msp' }],
  ]);
});

test('findings and failures name their scenario', async () => {
  const twice = {
    'charts/tiny/templates/x.yaml': 'apiVersion: v1\nkind: X\nmetadata: {name: a}\na: 1\na: 2\n',
  };
  const { findings, isWhole, written } = await render({ good: {}, bad: { size: 1 } }, twice);
  expect(written).toEqual(['good.yaml']);
  expect(isWhole).toBe(false);
  expect(findings.map(printFinding)).toMatchInlineSnapshot(`
    [
      "error charts/tiny/templates/x.yaml: scenario good: line 18 of the rendered output: the key is defined twice, and only one of the values would be used; remove one. [manifest]",
      "error scenario bad: size: the chart has no such value; correct the name or remove it. [values]",
    ]
  `);
});

test('renders a scenario again when a file of its chart changes', async () => {
  const workspaceRoot = await workspace(tinyChart);
  const directory = join(workspaceRoot, 'charts/tiny');
  const out = join(workspaceRoot, 'dist/render/charts/tiny');
  const scenario = {
    name: 'default',
    release: 'tiny',
    namespace: 'shop',
    values: {},
    findings: [],
  };
  const scenarios = [scenario];
  const rendered = async () => {
    const files = readFiles(workspaceRoot);
    const input = { kind: 'chart', workspaceRoot, files, directory, out, scenarios } as const;
    await simulate(input, openEngine({ workspaceRoot }));
    return readFile(join(out, 'default.yaml'), 'utf8');
  };
  expect(await rendered()).toContain('size: "20"');
  await writeFile(join(directory, 'values.yaml'), 'pool:\n  size: 30\n');
  expect(await rendered()).toContain('size: "30"');
});
