import { execFileSync } from 'node:child_process';
import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { printReport } from '@helm-charts/pipeline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lockText } from '../lock/lock.ts';
import { pack, packageProject } from './package.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'package-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const chart = {
  'Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'values.yaml': 'replicas: 1\n',
  'templates/web.yaml': 'kind: ConfigMap\n',
};

type Files = Readonly<Record<string, string>>;

/** A workspace with one chart in charts/web. */
const workspaceOf = async (files: Files, ofWorkspace: Files = {}) => {
  const workspace = await mkdtemp(join(folder, 'workspace-'));
  const write = async (path: string, content: string) => {
    await mkdir(dirname(join(workspace, path)), { recursive: true });
    await writeFile(join(workspace, path), content);
  };
  for (const [path, content] of Object.entries(files)) await write(`charts/web/${path}`, content);
  for (const [path, content] of Object.entries(ofWorkspace)) await write(path, content);
  return { workspace, root: 'charts/web' };
};

const printed = async (project: Awaited<ReturnType<typeof workspaceOf>>) =>
  printReport(await packageProject(project));

test('a package has the same bytes in another place, at another time, with other modes', async () => {
  const first = await workspaceOf(chart);
  const second = await workspaceOf({});
  await cp(join(first.workspace, 'charts/web'), join(second.workspace, 'charts/web'), {
    recursive: true,
  });
  await utimes(join(second.workspace, 'charts/web/values.yaml'), 1, 1);
  await chmod(join(second.workspace, 'charts/web/values.yaml'), 0o755);
  const [one, other] = [await printed(first), await printed(second)];
  expect(one).toBe(other);
  expect(one).toMatch(
    /^charts\/web: dist\/release\/charts\/web\/web-1.0.0.tgz with \d+ bytes, sha256:[0-9a-f]{64}\n$/,
  );
});

test('what .helmignore names stays out, and .helmignore itself', async () => {
  const project = await workspaceOf({
    ...chart,
    '.helmignore': 'src/\nci/\n.generated.json\nvalues.overlay.schema.json\n',
    '.generated.json': '{}',
    'values.overlay.schema.json': '{}',
    'ci/small-values.yaml': '',
    'src/chart.ts': '',
    'README.md': '# web\n',
  });
  await packageProject(project);
  const file = join(project.workspace, 'dist/release/charts/web/web-1.0.0.tgz');
  expect(execFileSync('tar', ['tzf', file], { encoding: 'utf8' })).toMatchInlineSnapshot(`
    "web/Chart.yaml
    web/README.md
    web/templates/web.yaml
    web/values.yaml
    "
  `);
});

test('the package of another version goes, and a failure leaves it', async () => {
  const project = await workspaceOf(chart);
  const names = () => readdir(join(project.workspace, 'dist/release/charts/web'));
  await packageProject(project);
  const file = join(project.workspace, 'charts/web/Chart.yaml');
  const metadata = await readFile(file, 'utf8');
  await writeFile(file, metadata.replace('1.0.0', '1.0.1'));
  await packageProject(project);
  expect(await names()).toEqual(['web-1.0.1.tgz']);
  await writeFile(file, metadata.replace('1.0.0', 'new'));
  expect((await packageProject(project)).exitCode).toBe(2);
  expect(await names()).toEqual(['web-1.0.1.tgz']);
});

test('other content under a version that was released is a finding', async () => {
  const project = await workspaceOf(chart);
  const { value } = await pack(project);
  const released = {
    name: 'web',
    version: '1.0.0',
    digest: value!.digest,
    content: value!.content,
  };
  await writeFile(
    join(project.workspace, 'release.lock.json'),
    lockText({ charts: [released], profiles: [] }),
  );
  expect((await packageProject(project)).exitCode).toBe(0);
  await writeFile(join(project.workspace, 'charts/web/values.yaml'), 'replicas: 2\n');
  expect(await printed(project)).toMatchInlineSnapshot(`
    "error charts/web/Chart.yaml: web 1.0.0 was released with other content; raise the version. [released-version]
    charts/web: failed (exit code 1)
    "
  `);
  await writeFile(
    join(project.workspace, 'charts/web/Chart.yaml'),
    chart['Chart.yaml'].replace('1.0.0', '1.0.1'),
  );
  expect((await packageProject(project)).exitCode).toBe(0);
});

test.for<readonly [string, Files]>([
  ['a version with two parts', { 'Chart.yaml': 'apiVersion: v2\nname: web\nversion: "1.2"\n' }],
  ['a version with a v', { 'Chart.yaml': 'apiVersion: v2\nname: web\nversion: v1.2.3\n' }],
  ['a version with a plus', { 'Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.2.3+4\n' }],
  ['no version and a name with capitals', { 'Chart.yaml': 'apiVersion: v2\nname: Web\n' }],
  ['a Chart.yaml that is none', { 'Chart.yaml': 'a: [\n' }],
  ['a list in place of a chart', { 'Chart.yaml': '- a\n' }],
  ['no Chart.yaml', { 'values.yaml': '' }],
  ['a line of .helmignore that Helm refuses', { ...chart, '.helmignore': 'a/**\n' }],
  ['a file of more than 5 MiB', { ...chart, 'files/big.bin': 'a'.repeat(5 * 1024 * 1024 + 1) }],
  [
    'a dependency that is not there, and no lock',
    {
      ...chart,
      'Chart.yaml': `${chart['Chart.yaml']}dependencies:\n  - { name: db, version: 1.0.0 }\n`,
    },
  ],
  [
    'a lock of other dependencies',
    {
      ...chart,
      'Chart.yaml': `${chart['Chart.yaml']}dependencies:\n  - { name: db, version: 1.0.0 }\n`,
      'charts/db-1.0.0.tgz': '',
      'Chart.lock': 'digest: sha256:0\ndependencies: []\n',
    },
  ],
  [
    'a generated file that was edited',
    { ...chart, '.generated.json': JSON.stringify({ 'values.yaml': 'another digest' }) },
  ],
])('%s is refused, and nothing is written', async ([, files]) => {
  const project = await workspaceOf(files);
  const { exitCode, ...report } = await packageProject(project);
  expect(exitCode).toBe(2);
  expect(printReport({ exitCode, ...report })).toMatchSnapshot();
  expect(await readdir(project.workspace)).toEqual(['charts']);
});

test('a lock that cannot be read is refused', async () => {
  const project = await workspaceOf(chart, {
    'release.lock.json': '{ "charts": [{ "name": 1 }] }',
  });
  expect(await printed(project)).toMatchInlineSnapshot(`
    "error release.lock.json: it is not a list of released charts and profiles with their versions and digests; restore it from Git; "helm-charts push" writes it. [package]
    charts/web: failed (exit code 2)
    "
  `);
});

test('a link inside of the chart counts as its file; others are refused, all at once', async () => {
  const project = await workspaceOf({ ...chart, 'files/a.txt': 'a' }, { 'secret.txt': 'secret' });
  const link = (target: string, path: string) =>
    symlink(target, join(project.workspace, 'charts/web', path));
  await link('files/a.txt', 'b.txt');
  expect((await packageProject(project)).exitCode).toBe(0);
  await link('../../secret.txt', 'c.txt');
  await link('nowhere', 'd.txt');
  await link('.', 'loop');
  execFileSync('mkfifo', [join(project.workspace, 'charts/web/pipe')]);
  expect(await printed(project)).toMatchInlineSnapshot(`
    "error charts/web/c.txt: it is a link that leads out of the chart; copy the file in place of the link. [package]
    error charts/web/d.txt: it is a link that leads nowhere; correct or remove it. [package]
    error charts/web/loop: it is a link to a folder that contains it; remove it. [package]
    error charts/web/pipe: it is neither a file nor a folder; move it out of the chart. [package]
    charts/web: failed (exit code 2)
    "
  `);
});

test('a directory that is not there, and a file, are refused', async () => {
  const { workspace } = await workspaceOf(chart);
  for (const root of ['nowhere', 'charts/web/values.yaml']) {
    const { exitCode, findings } = await packageProject({ workspace, root });
    expect([exitCode, findings[0]?.input, findings[0]?.message]).toEqual([
      2,
      root,
      'there is no such directory',
    ]);
  }
});
