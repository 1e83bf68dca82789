import { join } from 'node:path';
import { Failure } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { workspace } from './fixture.ts';
import { kustomizer } from './kustomize.ts';

const build = async (files: Readonly<Record<string, string>>): Promise<string> => {
  const root = await workspace(files);
  const { build } = await kustomizer(root);
  try {
    return await build(join(root, 'profile'));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return `exit code ${error.exitCode}\n${error.message}`;
  }
};

const kustomization = 'profile/kustomization.yaml';
const resource = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;

test('builds a directory', async () => {
  const files = {
    [kustomization]: 'resources: [a.yaml]\nnamespace: msp\n',
    'profile/a.yaml': resource('a'),
  };
  expect(await build(files)).toMatchInlineSnapshot(`
    "apiVersion: v1
    kind: ConfigMap
    metadata:
      name: a
      namespace: msp
    "
  `);
});

test('what is missing is named', async () => {
  expect(await build({})).toMatchInlineSnapshot(`
    "exit code 2
    error profile: there is no such directory; add it, or correct the path that leads to it. [kustomize]"
  `);
  expect(await build({ 'profile/a.yaml': '' })).toMatchInlineSnapshot(`
    "exit code 2
    error profile: this directory has no kustomization.yaml; add one. [kustomize]"
  `);
  expect(await build({ [kustomization]: 'resources: [a.yaml]\n' })).toMatchInlineSnapshot(`
    "exit code 2
    error profile/a.yaml: it does not exist, and profile/kustomization.yaml names it; add it or remove the line. [kustomize]"
  `);
  const nested = {
    [kustomization]: 'resources: [inner]\n',
    'profile/inner/kustomization.yaml': 'configMapGenerator: [{name: v, files: [v.yaml]}]\n',
  };
  expect(await build(nested)).toMatchInlineSnapshot(`
    "exit code 2
    error profile/inner/v.yaml: it does not exist, and profile/inner/kustomization.yaml names it; add it or remove the line. [kustomize]"
  `);
});

test('what can not be read is named', async () => {
  expect(await build({ [kustomization]: 'resources: [a.yaml\n' })).toMatchInlineSnapshot(`
    "exit code 2
    error profile/kustomization.yaml:1: kustomize can't read it: did not find expected ',' or ']'. [kustomize]"
  `);
  expect(await build({ [kustomization]: 'resurces: []\n' })).toMatchInlineSnapshot(`
    "exit code 2
    error profile/kustomization.yaml: kustomize can't read it: unknown field "resurces". [kustomize]"
  `);
  const broken = (text: string) =>
    build({ [kustomization]: 'resources: [a.yaml]\n', 'profile/a.yaml': text });
  expect(await broken('a: [\n')).toMatchInlineSnapshot(`
    "exit code 2
    error profile/a.yaml:1: this is no YAML: did not find expected node content. [kustomize]"
  `);
  expect(await broken('a: 1\n')).toMatchInlineSnapshot(`
    "exit code 2
    error profile/a.yaml: this is no Kubernetes object: it has no metadata. [kustomize]"
  `);
  expect(await broken(`${resource('a')}data: {}\ndata: {}\n`)).toMatchInlineSnapshot(`
    "exit code 2
    error profile: an object has the key "data" twice, first in line 4 of its file; remove one. [kustomize]"
  `);
  expect(await broken(`${resource('a')}---\n${resource('a')}`)).toMatchInlineSnapshot(`
    "exit code 2
    error profile: ConfigMap a is there twice; rename or remove one. [kustomize]"
  `);
});

test('what leads out of the directory is named', async () => {
  const cycle = {
    [kustomization]: 'resources: [../other]\n',
    'other/kustomization.yaml': 'resources: [../profile]\n',
  };
  expect(await build(cycle)).toMatchInlineSnapshot(`
    "exit code 2
    error profile/kustomization.yaml: it leads back to itself by way of profile; break the cycle. [kustomize]"
  `);
  const outside = { [kustomization]: 'resources: [../a.yaml]\n', 'a.yaml': resource('a') };
  expect(await build(outside)).toMatchInlineSnapshot(`
    "exit code 2
    error profile/kustomization.yaml: it names a.yaml, which is not below it; give that a kustomization.yaml of its own. [kustomize]"
  `);
  const remote = { [kustomization]: 'resources: ["https://example.invalid/a.yaml"]\n' };
  expect(await build(remote)).toMatchInlineSnapshot(`
    "exit code 2
    error profile/kustomization.yaml: https://example.invalid/a.yaml isn't in the repository, and builds use no network; copy it in. [kustomize]"
  `);
});
