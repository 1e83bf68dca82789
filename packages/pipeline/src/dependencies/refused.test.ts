import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, relative } from 'node:path';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import type { Report } from '../report.ts';
import { dependencies } from './run.ts';

const root = 'charts/web';
const chart = {
  [`${root}/Chart.yaml`]: 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  [`${root}/src/chart.ts`]: '',
};
const needs = (name: string, version: string, repository: string) => ({
  ...chart,
  [`${root}/Chart.yaml`]: `apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies:\n  - { name: ${name}, version: "${version}", repository: "${repository}" }\n`,
});

/** The lines of the findings, with paths below the workspace. */
const said = ({ findings }: Report, directory: string): readonly string[] =>
  findings.map((finding) =>
    printFinding(finding)
      .replaceAll(`${relative(process.cwd(), directory)}/`, '')
      .replaceAll(/127\.0\.0\.1:\d+/g, 'HOST'),
  );

test('every package or folder that is no chart is named, and nothing is copied', async () => {
  const directory = await workspace({
    ...chart,
    'good/Chart.yaml': 'apiVersion: v2\nname: good\nversion: 1.0.0\n',
    'binary.tgz': 'no gzip',
    'cut.tgz': '',
    'note.md': 'no chart',
    'src-only/README.md': '',
    'syntax/Chart.yaml': 'name: [x\n',
    'climbs/Chart.yaml': 'apiVersion: v2\nname: ../../evil\nversion: banana\n',
    'nameless/Chart.yaml': 'apiVersion: v2\n',
    'values/Chart.yaml': 'apiVersion: v2\nname: values\nversion: 1.0.0\n',
    'values/values.yaml': 'a: [\n',
    'values/values.schema.json': '{',
  });
  const names = ['good', 'binary.tgz', 'cut.tgz', 'note.md', 'src-only', 'syntax', 'climbs'];
  const paths = [...names, 'nameless', 'values', 'nowhere', root].map((name) =>
    join(directory, name),
  );
  const report = await dependencies({ workspace: directory, root }, { kind: 'add', paths });
  expect(report.exitCode).toBe(2);
  expect(said(report, directory)).toMatchInlineSnapshot(`
    [
      "error binary.tgz: this is no package of a chart, for it can't be unpacked: incorrect header check; make it with helm package, or download it again. [chart]",
      "error cut.tgz: this is no package of a chart, for it can't be unpacked: unexpected end of file; make it with helm package, or download it again. [chart]",
      "error note.md: this is no package of a chart, for it can't be unpacked: incorrect header check; make it with helm package, or download it again. [chart]",
      "error src-only: there is no Helm chart here; name a package (.tgz) or the folder of a chart. [dependencies]",
      "error syntax/Chart.yaml:2:1: flow sequence in block collection must be sufficiently indented and end with a ]. [yaml]",
      "error climbs/Chart.yaml: name: "../../evil" is no name of a chart; write one, for instance name: web. [dependencies]",
      "error climbs/Chart.yaml: version: "banana" is no SemVer version; write one, for instance version: "1.0.0". [dependencies]",
      "error nameless/Chart.yaml: name: there is no name of a chart, and Helm requires one; write one, for instance name: web. [dependencies]",
      "error nameless/Chart.yaml: version: there is no SemVer version, and Helm requires one; write one, for instance version: "1.0.0". [dependencies]",
      "error values/values.schema.json:1:2: flow map must end with a }. [yaml]",
      "error values/values.yaml:2:1: flow sequence in block collection must be sufficiently indented and end with a ]. [yaml]",
      "error nowhere: there is no Helm chart here; name a package (.tgz) or the folder of a chart. [dependencies]",
      "error charts/web: the chart lies in this folder, and can't be a dependency of itself; name the package or folder of another chart. [dependencies]",
    ]
  `);
  expect(existsSync(join(directory, root, 'charts'))).toBe(false);
  expect(existsSync(join(directory, root, 'src/dependencies'))).toBe(false);
});

test('helm says what is wrong with a dependency, in one sentence', async () => {
  const run = async (files: Readonly<Record<string, string>>, kind: 'update' | 'build') => {
    const directory = await workspace(files);
    const report = await dependencies({ workspace: directory, root }, { kind });
    return [report.exitCode, ...said(report, directory)];
  };
  const other = {
    'charts/database/Chart.yaml': 'apiVersion: v2\nname: database\nversion: 2.1.0\n',
  };
  const { [`${root}/Chart.yaml`]: _, ...ungenerated } = chart;
  expect([
    await run(ungenerated, 'update'),
    await run({ ...needs('database', '9.x', 'file://../database'), ...other }, 'update'),
    await run({ ...needs('database', 'banana', 'file://../database'), ...other }, 'build'),
    await run(
      {
        ...needs('database', '2.x', 'file://../database'),
        ...other,
        [`${root}/Chart.lock`]:
          'dependencies: []\ndigest: sha256:0\ngenerated: "2026-01-01T00:00:00Z"\n',
      },
      'build',
    ),
  ]).toMatchInlineSnapshot(`
    [
      [
        2,
        "error charts/web/Chart.yaml: the file does not exist yet, and helm reads the dependencies from it; run: helm-charts generate charts/web. [dependencies]",
      ],
      [
        2,
        "error helm dependency update charts/web: file://../database has no version 9.x of the chart database; correct the version of the dependency. [dependencies]",
      ],
      [
        2,
        "error helm dependency build charts/web: dependency "database" has an invalid version/constraint format: improper constraint: "banana"; correct the dependency. [dependencies]",
      ],
      [
        2,
        "error helm dependency build charts/web: Chart.lock was made for other dependencies than those of Chart.yaml; run helm-charts dependencies update, and commit Chart.lock. [dependencies]",
      ],
    ]
  `);
});

test('a repository that refuses ends with 4, and its address and reason are there', async () => {
  const server = createServer((_, response) => response.writeHead(403).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    const directory = await workspace(needs('web', '1.x', `http://127.0.0.1:${port}`));
    const report = await dependencies({ workspace: directory, root }, { kind: 'update' });
    expect([report.exitCode, ...said(report, directory)]).toMatchInlineSnapshot(`
      [
        4,
        "error helm dependency update charts/web: http://HOST refuses access (HTTP 403); run: helm repo add NAME http://HOST --username USER --password-stdin. [dependencies]",
      ]
    `);
  } finally {
    server.close();
  }
});

test('a second copy of a chart replaces the first, and leaves nothing else', async () => {
  const directory = await workspace({
    ...chart,
    'good/Chart.yaml': 'apiVersion: v2\nname: good\nversion: 1.0.0\n',
  });
  const action = { kind: 'add', paths: [join(directory, 'good')] } as const;
  await dependencies({ workspace: directory, root }, action);
  const report = await dependencies({ workspace: directory, root }, action);
  expect(report).toMatchObject({ exitCode: 0, summary: 'charts/web: 1 dependency in charts/' });
});
