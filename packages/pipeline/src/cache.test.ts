import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { gitChart, helmRelease, renderFiles, renderTree } from './testing/profile.ts';

test('renders only the releases again whose chart or values changed', async () => {
  const files = {
    'profile/kustomization.yaml':
      'resources: [release.yaml]\nconfigMapGenerator: [{name: values, namespace: system, files: [values.yaml=site.yaml], options: {disableNameSuffixHash: true}}]\n',
    'profile/release.yaml': helmRelease(
      'one',
      `${gitChart('charts/tiny')}  valuesFrom: [{kind: ConfigMap, name: values}]\n`,
    ),
    'profile/site.yaml': 'a: 1\n',
    'charts/tiny/Chart.yaml': 'apiVersion: v2\nname: tiny\nversion: 0.1.0\n',
    'charts/tiny/templates/a.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: "{{ .Values.a }}", b: one}\n',
  };
  const { workspaceRoot, profile } = await renderFiles(files);
  const renders = async () => {
    const file = join(workspaceRoot, 'node_modules/.cache/helm-charts/renders/all.jsonl');
    return (await readFile(file, 'utf8')).match(/\n\w/g)?.length;
  };
  const render = async () => {
    const { cluster } = await renderTree(workspaceRoot);
    return [cluster.objects.at(-1)?.manifest.data, await renders()];
  };
  expect(profile.cluster.objects.at(-1)?.manifest.data).toEqual({ a: '1', b: 'one' });
  expect(await render()).toEqual([{ a: '1', b: 'one' }, 2]);
  await writeFile(join(workspaceRoot, 'profile/site.yaml'), 'a: 2\n');
  expect(await render()).toEqual([{ a: '2', b: 'one' }, 4]);
  const template = join(workspaceRoot, 'charts/tiny/templates/a.yaml');
  await writeFile(template, files['charts/tiny/templates/a.yaml'].replace('b: one', 'b: two'));
  expect(await render()).toEqual([{ a: '2', b: 'two' }, 5]);
});

test('removes a copy of a chart that was not used for a month when it adds another', async () => {
  const copied = (name: string) =>
    helmRelease(
      name,
      gitChart(`charts/${name}`, `      valuesFiles: [charts/${name}/values.yaml]\n`),
    );
  const chart = (name: string) => ({
    [`profile/${name}.yaml`]: copied(name),
    [`charts/${name}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n`,
    [`charts/${name}/values.yaml`]: 'a: 1\n',
  });
  const { workspaceRoot, profile } = await renderFiles({ ...chart('same'), ...chart('changed') });
  expect(profile.installed).toHaveLength(2);
  const copies = join(workspaceRoot, 'node_modules/.cache/helm-charts/charts');
  const before = await readdir(copies);
  const monthAgo = new Date(Date.now() - 31 * 24 * 60 * 60 * 1000);
  for (const name of before) await utimes(join(copies, name), monthAgo, monthAgo);
  await writeFile(join(workspaceRoot, 'charts/changed/values.yaml'), 'a: 2\n');
  expect((await renderTree(workspaceRoot)).isWhole).toBe(true);
  const after = await readdir(copies);
  expect(before).toHaveLength(2);
  expect(after).toHaveLength(2);
  expect(after.filter((name) => before.includes(name))).toHaveLength(1);
});

test('makes a new copy of a chart if a values file outside of the chart changed', async () => {
  const { workspaceRoot, profile } = await renderFiles({
    'profile/release.yaml': helmRelease(
      'one',
      gitChart('charts/tiny', '      valuesFiles: [site.yaml]\n'),
    ),
    'charts/tiny/Chart.yaml': 'apiVersion: v2\nname: tiny\nversion: 0.1.0\n',
    'charts/tiny/templates/a.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: "{{ .Values.a }}"}\n',
    'site.yaml': 'a: 1\n',
  });
  expect(profile.cluster.objects.at(-1)?.manifest.data).toEqual({ a: '1' });
  await writeFile(join(workspaceRoot, 'site.yaml'), 'a: 2\n');
  const { cluster } = await renderTree(workspaceRoot);
  expect(cluster.objects.at(-1)?.manifest.data).toEqual({ a: '2' });
});

test('makes a new copy of a chart if one of its dependencies changed', async () => {
  const template = (value: number) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: "${value}"}\n`;
  const { workspaceRoot, profile } = await renderFiles({
    'profile/release.yaml': helmRelease('one', gitChart('charts/tiny')),
    'charts/tiny/Chart.yaml':
      'apiVersion: v2\nname: tiny\nversion: 0.1.0\ndependencies: [{name: part, version: 0.1.0, repository: "file://../part"}]\n',
    'charts/part/Chart.yaml': 'apiVersion: v2\nname: part\nversion: 0.1.0\n',
    'charts/part/templates/a.yaml': template(1),
  });
  expect(profile.cluster.objects.at(-1)?.manifest.data).toEqual({ a: '1' });
  await writeFile(join(workspaceRoot, 'charts/part/templates/a.yaml'), template(2));
  const { cluster } = await renderTree(workspaceRoot);
  expect(cluster.objects.at(-1)?.manifest.data).toEqual({ a: '2' });
});
