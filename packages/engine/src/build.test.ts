import { readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { printFinding } from '@helm-charts/types';
import { describe, expect, test } from 'vitest';
import type { EngineName } from './backend.ts';
import { openEngine } from './engine.ts';

const resource = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;

describe.each<EngineName>(['helm', 'native'])('the engine %s', (name) => {
  /** Builds `profile` with this text instead of its kustomization.yaml. */
  const build = async (text: string, files: Readonly<Record<string, string>>): Promise<string> => {
    const root = await workspace({ 'profile/kustomization.yaml': 'resources: []\n', ...files });
    const directory = join(root, 'profile');
    const engine = openEngine({ workspaceRoot: root, engine: name });
    try {
      const [built] = await engine.build([
        { directory, file: 'kustomization.yaml', text, inputs: [] },
      ]);
      return (
        built?.value?.map((document) => document.text).join('') ??
        (built?.findings ?? []).map(printFinding).join('\n')
      );
    } finally {
      expect(await readFile(join(directory, 'kustomization.yaml'), 'utf8')).toBe('resources: []\n');
    }
  };

  test('builds a directory with another kustomization than the one on disk', async () => {
    const text = 'resources: [a.yaml, ../b, ../c/c.yaml, deep/d.yaml]\nnamespace: msp\n';
    const built = await build(text, {
      'profile/a.yaml': resource('a'),
      'b/kustomization.yaml': 'resources: [../b.yaml]\n',
      'b.yaml': resource('b'),
      'c/c.yaml': resource('c'),
      'profile/deep/d.yaml': resource('d'),
    });
    expect(built.match(/name: .*/g)).toEqual(['name: a', 'name: b', 'name: c', 'name: d']);
  });

  test('reports what kustomize rejects', async () => {
    expect(await build('resurces: []\n', {})).toMatchInlineSnapshot(
      `"error profile/kustomization.yaml: kustomize cannot read it: unknown field "resurces". [kustomize]"`,
    );
    const broken = (text: string) => build('resources: [a.yaml]\n', { 'profile/a.yaml': text });
    expect(await broken('a: [\n')).toMatchInlineSnapshot(
      `"error profile/a.yaml:1: this is not valid YAML: did not find expected node content. [kustomize]"`,
    );
    expect(await broken('a: 1\n')).toMatchInlineSnapshot(
      `"error profile/a.yaml: this is not a Kubernetes object: it has no metadata. [kustomize]"`,
    );
    expect(await broken(`${resource('a')}data: {}\ndata: {}\n`)).toMatchInlineSnapshot(
      `"error profile: an object has the key "data" twice, first in line 4 of its file; remove one. [kustomize]"`,
    );
    expect(await broken(`${resource('a')}---\n${resource('a')}`)).toMatchInlineSnapshot(
      `"error profile: ConfigMap a is defined twice, so the build fails; rename or remove one. [kustomize]"`,
    );
    const patch =
      'resources: [a.yaml]\npatches: [{patch: "[{op: remove, path: /x}]", target: {kind: ConfigMap}}]\n';
    expect(await build(patch, { 'profile/a.yaml': resource('a') })).toMatchInlineSnapshot(
      `"error profile: the patch "[{op: remove, path: /x}]" is neither a JSON patch nor an object to merge; put all of its names and texts in double quotes, as JSON needs it, or start each operation with - in a line of its own. [kustomize]"`,
    );
  });

  test('explains a key that is not a text', async () => {
    const number = `${resource('a')}data: { 1: x }\n`;
    expect(
      await build('resources: [a.yaml]\n', { 'profile/a.yaml': number }),
    ).toMatchInlineSnapshot(
      `"error profile: an object has a key that is a number, a boolean or null, and kustomize needs texts; put the key in quotes. [kustomize]"`,
    );
  });

  test('fetches nothing', async () => {
    for (const url of ['https://example.com/a.yaml', 'git@example.com:a/b', 'file:///tmp//a']) {
      expect(await build(`resources: ['${url}']\n`, {})).toBe(
        `error profile: ${url} is not in the repository, and builds here do not use the network; copy it into the repository. [kustomize]`,
      );
    }
  });
});

test('the native engine reads nothing outside of the workspace', async () => {
  const outside = await workspace({ 'a.yaml': resource('a') });
  const root = await workspace({ 'profile/kustomization.yaml': '' });
  await symlink(join(outside, 'a.yaml'), join(root, 'profile/a.yaml'));
  const [built] = await openEngine({ workspaceRoot: root, engine: 'native' }).build([
    {
      directory: join(root, 'profile'),
      file: 'kustomization.yaml',
      text: 'resources: [a.yaml]\n',
      inputs: [],
    },
  ]);
  const said = built?.findings.map(printFinding).join('\n').replace(outside, '');
  expect(said).toMatchInlineSnapshot(
    `"error profile/a.yaml: it leads to /a.yaml, which is outside the repository, so Flux rejects the kustomization; copy it into the repository. [kustomize]"`,
  );
});
