import { execFileSync } from 'node:child_process';
import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { generate, printReport } from '@helm-charts/pipeline';
import { tinyChart, workspace } from '@helm-charts/testing/tiny-chart';
import { expect, test } from 'vitest';
import { lockText } from '../lock/lock.ts';
import { versions } from './versions.ts';

const chartYaml = 'charts/tiny/Chart.yaml';

/** A repository with a chart that was committed. */
const repository = async (files: Readonly<Record<string, string>> = tinyChart) => {
  const root = await workspace(files);
  const git = (...args: readonly string[]): string =>
    execFileSync('git', [...args], { cwd: root, encoding: 'utf8' });
  git('init', '--quiet', '--initial-branch=main');
  git('config', 'user.name', 'test');
  git('config', 'user.email', 'test@example.com');
  const commit = (message: string) => {
    git('add', '--all');
    git('commit', '--quiet', '--message', message);
  };
  commit('start');
  const edit = async (path: string, change: (text: string) => string) =>
    writeFile(join(root, path), change(await readFile(join(root, path), 'utf8')));
  const project = { workspace: root, root: 'charts/tiny' };
  const printed = async (write = false) => printReport(await versions(project, { write }));
  return { root, git, commit, edit, project, printed };
};

const lower = (text: string): string =>
  text.replace('"type":"integer"', '"type":"integer","maximum":50');

test('a chart without a tag was never released', async () => {
  const { printed } = await repository();
  expect(await printed()).toBe('charts/tiny: 0.1.0, never released\n');
});

test.for(['tiny-0.1.0', 'tiny@0.1.0', 'tiny-v0.1.0'])(
  'the tag %s is a released chart',
  async (tag) => {
    const { git, edit, printed } = await repository();
    git('tag', tag);
    expect(await printed()).toBe('charts/tiny: 0.1.0, no change since 0.1.0\n');
    await edit('charts/tiny/values.schema.json', lower);
    expect(await printed()).toMatchInlineSnapshot(`
      "error charts/tiny/Chart.yaml: the version 0.1.0 is lower than 0.2.0, which a major change since 0.1.0 needs; write version: 0.2.0. [version]
        major the value pool.size has the maximum 50, was none
      charts/tiny: 0.1.0, a major change since 0.1.0 needs 0.2.0 (exit code 1)
      "
    `);
  },
);

test('the highest tag of this chart in the history counts', async () => {
  const { git, commit, edit, printed } = await repository();
  git('tag', 'tiny-0.1.0');
  git('tag', 'tiny-tools-9.0.0');
  await edit(chartYaml, (text) => text.replace('0.1.0', '0.10.0'));
  commit('raise');
  git('tag', 'tiny-0.10.0');
  git('tag', 'tiny-0.9.0');
  expect(await printed()).toBe('charts/tiny: 0.10.0, no change since 0.10.0\n');
});

test('the commit in the lock counts, also where the chart had another folder', async () => {
  const { root, git, commit, printed } = await repository();
  git('tag', 'tiny-0.0.9');
  const digest = `sha256:${'0'.repeat(64)}`;
  const commitId = git('rev-parse', 'HEAD').trim();
  const released = { name: 'tiny', version: '0.1.0', digest, content: digest, commit: commitId };
  await writeFile(join(root, 'release.lock.json'), lockText({ charts: [released], profiles: [] }));
  git('mv', 'charts/tiny', 'charts/small');
  commit('move');
  const report = await versions({ workspace: root, root: 'charts/small' });
  expect(printReport(report)).toBe('charts/small: 0.1.0, no change since 0.1.0\n');
  expect(await printed()).toContain('no Chart.yaml');
});

test('a shallow clone, a missing commit and a folder without Git are sentences with the command', async () => {
  const { root, git, commit, project } = await repository();
  git('tag', 'tiny-0.1.0');
  await writeFile(join(root, 'README.md'), 'text');
  commit('more');
  const clone = `${root}-clone`;
  git('clone', '--quiet', '--depth=1', '--no-tags', `file://${root}`, clone);
  const ofClone = await versions({ ...project, workspace: clone });
  expect(printReport(ofClone)).toMatchInlineSnapshot(`
    "error charts/tiny: this clone may lack a tag, which the chart is compared with; run: git fetch --tags --unshallow. [version]
    charts/tiny: failed (exit code 2)
    "
  `);
  const digest = `sha256:${'0'.repeat(64)}`;
  const released = {
    name: 'tiny',
    version: '0.1.0',
    digest,
    content: digest,
    commit: '1'.repeat(40),
  };
  await writeFile(join(clone, 'release.lock.json'), lockText({ charts: [released], profiles: [] }));
  expect(printReport(await versions({ ...project, workspace: clone }))).toMatchInlineSnapshot(`
    "error charts/tiny: this clone lacks the commit 1111111111111111111111111111111111111111, from which tiny 0.1.0 was released; run: git fetch --tags --unshallow. [version]
    charts/tiny: failed (exit code 2)
    "
  `);
  execFileSync('rm', ['-rf', clone]);
  const bare = await workspace(tinyChart);
  expect(printReport(await versions({ ...project, workspace: bare }))).toMatchInlineSnapshot(`
    "error charts/tiny: the directory is in no Git repository, so there is no released chart to compare with; run it in a clone of the repository. [version]
    charts/tiny: failed (exit code 2)
    "
  `);
});

test('the version that the changes need, or a higher one, is enough', async () => {
  const { git, edit, project } = await repository();
  git('tag', 'tiny-0.1.0');
  await edit('charts/tiny/values.schema.json', lower);
  expect((await versions(project)).exitCode).toBe(1);
  for (const version of ['0.2.0', '0.2.0-rc.1', '1.0.0']) {
    await edit(chartYaml, (text) => text.replace(/version: .*/, `version: ${version}`));
    expect((await versions(project)).exitCode, version).toBe(0);
  }
});

test('what is rendered differently counts, with all of ci/', async () => {
  const { git, edit, project } = await repository({
    ...tinyChart,
    'charts/tiny/ci/large-values.yaml': 'pool: {size: 99}\n',
  });
  git('tag', 'tiny-0.1.0');
  await edit('charts/tiny/templates/config.yaml', (text) =>
    text.replace(
      '  name: {{ .Release.Name }}',
      '  name: {{ .Release.Name }}{{ if eq (int .Values.pool.size) 99 }}-large{{ end }}',
    ),
  );
  const { chart } = await versions(project);
  expect(chart?.reasons.map(({ sentence }) => sentence)).toEqual([
    'the ConfigMap tiny is removed or has another name',
    'the ConfigMap tiny-large is added',
  ]);
});

test('a chart that does not render is refused', async () => {
  const { git, edit, project } = await repository();
  git('tag', 'tiny-0.1.0');
  await edit('charts/tiny/templates/config.yaml', (text) => `${text}{{ fail "no" }}`);
  const { exitCode, findings } = await versions(project);
  expect(exitCode).toBe(2);
  expect(findings).not.toEqual([]);
});

const source = (version: string): string => `
import { component, defineChart, manifest, object, string, text } from '@helm-charts/types';

export const chart = defineChart({
  name: 'tiny',
  description: 'Tiny.',
  version: ${version},
  appVersion: '1.0.0',
  values: object('Values.', { greeting: string('Greeting.', { default: 'hello' }) }),
  scenarios: { default: {} },
  manifests: (v) => ({
    configmap: manifest('ConfigMap', component('tiny'), { data: { greeting: v.greeting } }),
  }),
  notes: () => text\`None.\`,
});
`;

/** A repository with a chart in TypeScript whose released version took any text. */
const inTypeScript = async (version: string) => {
  const repo = await repository({
    'package.json': '{ "type": "module" }',
    '.gitignore': 'node_modules\n',
    'charts/tiny/src/chart.ts': source(version),
    'charts/tiny/Chart.yaml': 'apiVersion: v2\nname: tiny\nversion: 1.0.0\n',
  });
  const modules = resolve(import.meta.dirname, '../../../../node_modules');
  await symlink(modules, join(repo.root, 'node_modules'));
  repo.git('tag', 'tiny-1.0.0');
  return repo;
};

test('--write raises the version in the source and generates the chart', async () => {
  const { root, git, project, printed } = await inTypeScript("'1.0.0'");
  await generate(project, { force: true });
  expect(await printed(true)).toContain('1.0.0 raised to ');
  expect(await readFile(join(root, chartYaml), 'utf8')).toMatch(/version: "(?!1\.0\.0)/);
  expect(git('diff', 'charts/tiny/src')).toMatch(/\+ {2}version: '(?!1\.0\.0)/);
});

test('--write is refused where the version is no text, and nothing is written', async () => {
  const { git, project, printed } = await inTypeScript("['1', '0', '0'].join('.')");
  await generate(project, { force: true });
  const before = git('status', '--porcelain');
  expect(await printed(true)).toContain('so it cannot be raised; write the version');
  expect(git('status', '--porcelain')).toBe(before);
});
