import { readdir, readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { tinyChart, workspace } from '@helm-charts/testing/tiny-chart';
import { printFinding } from '@helm-charts/types';
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

/** A tree whose root applies apps/, which has no kustomization. */
const tree = {
  'clusters/c1/apps.yaml': `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: { name: flux-system, namespace: flux-system }
spec: { interval: 1m, url: "https://git.example.com/team/fleet.git" }
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: apps, namespace: flux-system }
spec: { interval: 1m, prune: true, path: ./apps, sourceRef: { kind: GitRepository, name: flux-system } }
`,
  'apps/a/config.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: { name: demo }\n',
  'apps/b/kustomization.yaml': 'resources: []\n',
};

/** The findings and the exit code of a render of the tree. */
const treeTo = async (output: string, files: Readonly<Record<string, string>> = {}) => {
  const root = await workspace({ ...tree, ...files });
  await symlink('apps/a', join(root, 'link'));
  const { findings, exitCode } = await render(
    { workspace: root, root: 'clusters/c1' },
    { output: join(root, output) },
  );
  return [...findings.map(printFinding), exitCode];
};

test.each([
  ['apps/a/out', 'apps', 'apps/a/out/clusters-c1'],
  ['apps', 'apps', 'apps/clusters-c1'],
  ['clusters/c1', 'clusters/c1', 'clusters/c1/clusters-c1'],
  ['link', 'apps', 'link/clusters-c1'],
])('Flux would apply what is written to %s', async (output, applied, folder) => {
  expect(await treeTo(output)).toEqual([
    `error ${folder}: Flux applies every manifest below ${applied}, so the next render would read what this one writes; name another folder with --output, or exclude it in .sourceignore. [output]`,
    2,
  ]);
});

test('a folder with a directory that Flux applies is not replaced', async () => {
  const sync = tree['clusters/c1/apps.yaml'].replace('./apps', './out/clusters-c1/apps');
  const files = { 'clusters/c1/apps.yaml': sync, 'out/clusters-c1/apps/a.yaml': '' };
  expect(await treeTo('out', files)).toEqual([
    'error out/clusters-c1: Flux applies out/clusters-c1/apps, and a render replaces all files of the folder; name another folder with --output. [output]',
    2,
  ]);
});

const ignoring = tree['clusters/c1/apps.yaml'].replace(
  'fleet.git" }',
  'fleet.git", ignore: /apps/a/out/ }',
);

test.each<readonly [string, string, Readonly<Record<string, string>>]>([
  ['clusters', 'beside what Flux applies', {}],
  ['.', 'beside what Flux applies', {}],
  ['apps/b/out', 'below a kustomization that does not list it', {}],
  ['apps/a/out', 'in .sourceignore', { '.sourceignore': 'out/\n' }],
  ['apps/a/out', 'in .gitignore', { 'apps/.gitignore': '/a/out\n' }],
  ['apps/a/out', 'in spec.ignore of the source', { 'clusters/c1/apps.yaml': ignoring }],
])('Flux does not read %s, which is %s', async (output, _, files) => {
  expect(await treeTo(output, files)).toEqual([0]);
});

test('a folder that Helm renders is refused', async () => {
  const root = await workspace({
    'charts/a/Chart.yaml': 'apiVersion: v2\nname: a\nversion: 1.0.0\n',
    'charts/a/templates/a.yaml': '',
  });
  const output = join(root, 'charts/a/templates');
  const { findings, exitCode } = await render({ workspace: root, root: 'charts/a' }, { output });
  expect([...findings.map(printFinding), exitCode]).toMatchInlineSnapshot(`
    [
      "error charts/a/templates/charts/a: charts/a/templates/charts/a is a part of the chart, so the next render would read what this one writes; name another folder with --output. [output]",
      2,
    ]
  `);
});
