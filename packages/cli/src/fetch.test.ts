import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { findTool } from '@helm-charts/engine';
import { startChartRepository } from '@helm-charts/testing/registries';
import { expect, onTestFinished, test } from 'vitest';
import { run } from './run.ts';

/** A folder that is removed after the test. */
const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'fetch-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
};

const writeAll = async (root: string, files: Readonly<Record<string, string>>): Promise<void> => {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
};

const packaged = async (version: string): Promise<Buffer> => {
  const root = folder();
  await writeAll(root, {
    'podinfo/Chart.yaml': `apiVersion: v2\nname: podinfo\nversion: ${version}\n`,
    'podinfo/templates/config.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: podinfo}\n',
  });
  const helm = (await findTool('helm')).path;
  execFileSync(helm, ['package', join(root, 'podinfo'), '--destination', root]);
  return readFileSync(join(root, `podinfo-${version}.tgz`));
};

test('the commands of docs/profiles.md fetch the charts of a tree, lock them and render it', async () => {
  const versions = await Promise.all(['6.7.0', '6.9.1'].map(packaged));
  const charts = versions.map((content, at) => ({
    name: 'podinfo',
    version: at === 0 ? '6.7.0' : '6.9.1',
    content,
  }));
  await using repository = await startChartRepository(charts);
  const root = folder();
  await writeAll(root, {
    'helm-charts.config.ts': 'export default {};\n',
    'package.json': '{ "devDependencies": { "@helm-charts/cli": "*" } }\n',
    'clusters/production/all.yaml': `apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata: {name: charts, namespace: shop}
spec: {url: "http://${repository.address}"}
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: podinfo, namespace: shop}
spec:
  interval: 1h
  chart: {spec: {chart: podinfo, version: 6.x, sourceRef: {kind: HelmRepository, name: charts}}}
`,
  });
  const page = readFileSync(resolve(import.meta.dirname, '../../../docs/profiles.md'), 'utf8');
  const [, section = ''] = page.split('## Charts from elsewhere');
  const commands = [...section.matchAll(/^npx helm-charts (.+)$/gm)].map(([, text = '']) =>
    text.split(' '),
  );
  expect(commands).toHaveLength(4);
  for (const command of commands) {
    const { exitCode, errors } = await run(command, root);
    expect(errors).toBe('');
    expect(exitCode).toBe(0);
  }
  expect(await readdir(join(root, 'dist/render/clusters-production'))).toContain('podinfo.yaml');
  const { output } = await run(['fetch', 'clusters/production', '--json'], root);
  expect(JSON.parse(output).reports[0].summary).toBe(
    'fetch: 1 chart, none fetched, charts.lock.json unchanged',
  );
});

test.each([
  [['fetch', '--values', 'a.yaml'], '--values does not go with fetch'],
  [['fetch', '--dry-run'], '--dry-run does not go with fetch'],
  [['render', '--update'], '--update goes with fetch'],
  [['push', '--update', 'web'], '--update goes with fetch'],
  [['render', '--ca-file', 'ca.crt'], '--ca-file goes with push, verify, bundle and fetch'],
])('%s', async (args, message) => {
  const { errors, exitCode } = await run(args, import.meta.dirname);
  expect(errors).toContain(message);
  expect(exitCode).toBe(2);
});

test('without profiles there is nothing to fetch, and a directory of any repository can be named', async () => {
  const root = folder();
  await writeAll(root, { 'cluster/empty.yaml': '' });
  expect((await run(['fetch'], root)).errors).toContain(
    'name a directory that Flux is pointed at: helm-charts fetch clusters/production',
  );
  expect((await run(['fetch', 'none'], root)).errors).toContain('none');
  const { output } = await run(['fetch', 'cluster'], root);
  expect(output).toContain('fetch: 0 charts');
  expect(await readdir(root)).not.toContain('charts.lock.json');
});
