import { execFileSync } from 'node:child_process';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { expect, test } from 'vitest';
import { applyCopy } from './copy.ts';
import { emptyStaging } from './tree.ts';

interface Stated {
  readonly from: string;
  readonly to: string;
  readonly exclude?: readonly string[];
  readonly strategy?: 'Merge' | 'Extract';
}

const files = {
  'configs/a.yaml': 'a: 1\n',
  'configs/README.md': 'text\n',
  'configs/sub/b.yaml': 'b: 1\n',
  'configs/sub/test/c.yaml': 'c: 1\n',
  'prod/a.yaml': 'a: 2\nmore: { list: [2] }\n',
  'top.yaml': 'top: 1\n',
  'hidden.yaml': 'a: 1\n',
};

/** The files of an artifact, or the problem of the first copy that fails. */
const staged = async (
  copies: readonly Stated[],
  more: Readonly<Record<string, string>> = {},
): Promise<readonly string[] | string> => {
  const root = await workspace({ ...files, ...more });
  await symlink('top.yaml', join(root, 'configs/link.yaml'));
  const archives = ['one.tgz', 'deep/two.TAR.GZ', 'broken.tgz'].map((name) => join(root, name));
  await workspace({}).then(async (folder) => {
    await writeFile(join(folder, 'x.yaml'), 'x: 1\n');
    execFileSync('mkdir', ['-p', join(folder, 'pack/in')]);
    await writeFile(join(folder, 'pack/in/y.yaml'), 'y: 1\n');
    execFileSync('mkdir', ['-p', join(root, 'deep')]);
    execFileSync('tar', ['-czf', archives[0] ?? '', '-C', folder, 'x.yaml', 'pack']);
    execFileSync('tar', ['-czf', archives[1] ?? '', '-C', folder, 'x.yaml']);
    await writeFile(archives[2] ?? '', gzipSync('no archive '.repeat(100)));
  });
  const staging = emptyStaging();
  for (const { from, to, exclude = [], strategy = 'Overwrite' } of copies) {
    const problem = applyCopy(
      {
        from,
        to,
        root,
        isIgnored: (path) => path.endsWith('hidden.yaml'),
        pattern: from.replace(/^@repo\//, ''),
        exclude,
        strategy,
      },
      staging,
    );
    if (problem !== undefined) return problem;
  }
  return [...staging.files]
    .map(([path, { content }]) => `${path}: ${Buffer.from(content).toString().trim()}`)
    .toSorted();
};

const names = async (copies: readonly Stated[]) => {
  const found = await staged(copies);
  return typeof found === 'string' ? found : found.map((one) => one.replace(/: .*/s, ''));
};

test.each<readonly [Stated, readonly string[]]>([
  [{ from: '@repo/top.yaml', to: '@artifact/apps/app.yaml' }, ['apps/app.yaml']],
  [{ from: '@repo/top.yaml', to: '@artifact/apps/' }, ['apps/top.yaml']],
  [{ from: '@repo/top.yaml', to: '@artifact/' }, ['top.yaml']],
  [{ from: '@repo/configs/*.yaml', to: '@artifact/apps/' }, ['apps/configs/a.yaml']],
  [
    { from: '@repo/configs/', to: '@artifact/apps/' },
    ['README.md', 'a.yaml', 'sub/b.yaml', 'sub/test/c.yaml'].map((one) => `apps/configs/${one}`),
  ],
  [
    { from: '@repo/configs/**', to: '@artifact/apps/', exclude: ['*.md', '**/test/**'] },
    ['apps/a.yaml', 'apps/sub/b.yaml'],
  ],
  [{ from: '@repo/configs/**', to: '@artifact/', exclude: ['sub/**'] }, ['README.md', 'a.yaml']],
  [{ from: '@repo/*/a.yaml', to: '@artifact/' }, ['configs/a.yaml', 'prod/a.yaml']],
  [{ from: '@repo/**/a.yaml', to: '@artifact/' }, ['configs/a.yaml', 'prod/a.yaml']],
  [{ from: '@repo/top.yaml', to: '@artifact/', exclude: ['top.yaml'] }, []],
  [
    { from: '@repo/one.tgz', to: '@artifact/out/', strategy: 'Extract' },
    ['out/pack/in/y.yaml', 'out/x.yaml'],
  ],
  [{ from: '@repo/**/t*.*', to: '@artifact/', strategy: 'Extract' }, ['x.yaml']],
])('%o', async (copy, expected) => {
  expect(await names([copy])).toEqual([...expected].toSorted());
});

test('copies are done in their order, and a file goes into a directory that is there', async () => {
  expect(
    await staged([
      { from: '@repo/configs/a.yaml', to: '@artifact/x/' },
      { from: '@repo/prod/a.yaml', to: '@artifact/x' },
      { from: '@repo/top.yaml', to: '@artifact/x' },
    ]),
  ).toEqual(['x/a.yaml: a: 2\nmore: { list: [2] }', 'x/top.yaml: top: 1']);
});

test('files are merged as files of values, and those of directories are replaced', async () => {
  const base = { 'base.yaml': 'more: { list: [1, 1], map: { b: 1, a: ~ } }\nb: 1\n---\na: 1\n' };
  const first = { from: '@repo/base.yaml', to: '@artifact/a.yaml' };
  const merge = { from: '@repo/prod/a.yaml', to: '@artifact/a.yaml', strategy: 'Merge' } as const;
  expect(await staged([first, merge], base)).toEqual([
    'a.yaml: a: 2\nb: 1\nmore:\n  list:\n    - 2\n  map:\n    a: null\n    b: 1',
  ]);
  expect(await staged([merge], base)).toEqual(['a.yaml: a: 2\nmore: { list: [2] }']);
  const directory = { from: '@repo/prod', to: '@artifact/', strategy: 'Merge' } as const;
  expect(await staged([{ ...first, to: '@artifact/prod/a.yaml' }, directory], base)).toEqual([
    'prod/a.yaml: a: 2\nmore: { list: [2] }',
  ]);
});

test.each<readonly [Stated, string]>([
  [{ from: '@repo/none.yaml', to: '@artifact/' }, 'none.yaml does not exist in its source'],
  [{ from: '@repo/hidden.yaml', to: '@artifact/' }, 'hidden.yaml does not exist in its source'],
  [
    { from: '@repo/none/*', to: '@artifact/' },
    'no file of its source matches the pattern "none/*"',
  ],
  [
    { from: '@repo/*.yaml', to: '@artifact/', exclude: ['*.yaml'] },
    'every file that matches the pattern "*.yaml" is excluded',
  ],
  [{ from: '@repo/*', to: '@artifact/', exclude: ['['] }, 'the exclude pattern "[" is invalid'],
  [{ from: '@repo/[', to: '@artifact/' }, 'the pattern "[" is invalid'],
  [
    { from: '@repo/top.yaml', to: '@artifact/', strategy: 'Extract' },
    'top.yaml is no archive (.tar.gz or .tgz)',
  ],
  [
    { from: '@repo/configs', to: '@artifact/', strategy: 'Extract' },
    'configs is a directory, and only archives are extracted',
  ],
  [
    { from: '@repo/broken.tgz', to: '@artifact/', strategy: 'Extract' },
    "broken.tgz can't be extracted: it is no tar archive",
  ],
])('%o fails', async (copy, problem) => {
  expect(await staged([copy])).toBe(problem);
});

test('a file that is no mapping is not merged', async () => {
  const copies = [
    { from: '@repo/configs/README.md', to: '@artifact/a.yaml' },
    { from: '@repo/top.yaml', to: '@artifact/a.yaml', strategy: 'Merge' },
  ] as const;
  expect(await staged(copies)).toBe(
    "top.yaml can't be merged with a.yaml: a file that is merged is no YAML mapping",
  );
});
