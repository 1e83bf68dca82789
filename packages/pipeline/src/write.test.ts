import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GeneratedFile } from '@helm-charts/generate';
import { type Finding, orFail, printPlace } from '@helm-charts/types';
import { beforeEach, expect, test } from 'vitest';
import { readRecord, recordOf } from './record.ts';
import { checkGenerated, writeGenerated } from './write.ts';

let directory: string;
const target = () => ({ directory, name: 'charts/probe' });

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'write-'));
  return () => rm(directory, { recursive: true });
});

const file = (path: string, content: string): GeneratedFile => ({ path, content });
const first = [file('Chart.yaml', 'name: a\nversion: 1\n'), file('templates/a.yaml', 'a\n')];
const second = [file('Chart.yaml', 'name: a\nversion: 2\n'), file('templates/b.yaml', 'b\n')];

const read = (path: string) => readFile(join(directory, path), 'utf8');
const edit = (path: string, text: string) => writeFile(join(directory, path), text);
const shown = async (): Promise<Readonly<Record<string, string>>> => {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(paths.toSorted().map((path) => readFile(path, 'utf8')));
  return Object.fromEntries(
    paths.toSorted().map((path, at) => [path.slice(directory.length + 1), texts[at] ?? '']),
  );
};
/** The position, the message and the fix. */
const printed = (finding: Finding): string =>
  [`${printPlace(finding)}: ${finding.message}`, finding.fix].filter(Boolean).join('; ');

/** The findings. */
const refusal = async (work: Promise<readonly Finding[]>): Promise<readonly string[]> =>
  (await work).map(printed);

/** The changed paths; throws if a file was edited by hand. */
const write = async (...input: Parameters<typeof writeGenerated>) =>
  orFail(await writeGenerated(...input));
const refusedWrite = async (...input: Parameters<typeof writeGenerated>) =>
  (await writeGenerated(...input)).findings;

test('writes files once, with a record', async () => {
  expect(await write(target(), first)).toEqual(['Chart.yaml', 'templates/a.yaml']);
  expect(await shown()).toEqual({
    '.generated.json': recordOf(first).content,
    'Chart.yaml': 'name: a\nversion: 1\n',
    'templates/a.yaml': 'a\n',
  });
  expect(await write(target(), first)).toEqual([]);
  await expect(checkGenerated(target(), first)).resolves.toEqual([]);
});

test('replaces outdated files and deletes files that are no longer generated', async () => {
  await write(target(), first);
  await edit('README.txt', 'mine\n');
  expect(await refusal(checkGenerated(target(), second))).toMatchInlineSnapshot(`
    [
      "charts/probe/Chart.yaml:2: this file is older than its sources; run "npm run generate"",
      "charts/probe/templates/b.yaml: this generated file is missing; run "npm run generate"",
      "charts/probe/.generated.json:2: this file is older than its sources; run "npm run generate"",
      "charts/probe/templates/a.yaml: this file is no longer generated; run "npm run generate"",
    ]
  `);
  expect(await write(target(), second)).toEqual([
    'Chart.yaml',
    'templates/b.yaml',
    'templates/a.yaml',
  ]);
  expect(await shown()).toEqual({
    '.generated.json': recordOf(second).content,
    'Chart.yaml': 'name: a\nversion: 2\n',
    'README.txt': 'mine\n',
    'templates/b.yaml': 'b\n',
  });
});

test('reports all files that were edited by hand at once, and writes nothing', async () => {
  await write(target(), first);
  await edit('Chart.yaml', 'name: a\nversion: mine\n');
  await edit('templates/a.yaml', 'mine\n');
  await edit('templates/b.yaml', 'mine\n');
  const before = await shown();
  expect(await refusal(refusedWrite(target(), second))).toMatchInlineSnapshot(`
    [
      "charts/probe/Chart.yaml:2: this generated file was edited by hand; move the change to src/, then run "npm run generate -- --force"",
      "charts/probe/templates/b.yaml:1: this file was not generated but has the path of a generated file; move it elsewhere, or run "npm run generate -- --force" to replace it",
      "charts/probe/templates/a.yaml: this file is no longer generated and was edited by hand; move the change to src/, then delete the file",
    ]
  `);
  expect(await shown()).toEqual(before);
});

test('force replaces files that were edited by hand, but does not delete them', async () => {
  await write(target(), first);
  await edit('Chart.yaml', 'mine\n');
  await edit('templates/b.yaml', 'mine\n');
  await write(target(), second, { force: true });
  expect(await read('Chart.yaml')).toBe('name: a\nversion: 2\n');
  expect(await read('templates/b.yaml')).toBe('b\n');

  await edit('templates/b.yaml', 'mine\n');
  const left = refusedWrite(target(), first, { force: true });
  expect(await refusal(left)).toMatchInlineSnapshot(`
    [
      "charts/probe/templates/b.yaml: this file is no longer generated and was edited by hand; move the change to src/, then delete the file",
    ]
  `);
  expect(await read('Chart.yaml')).toBe('name: a\nversion: 2\n');
});

test('ignores an edit that equals the generated file', async () => {
  await write(target(), first);
  await edit('Chart.yaml', 'name: a\nversion: 2\n');
  expect(await write(target(), second)).toEqual(['templates/b.yaml', 'templates/a.yaml']);
});

test('a run that was interrupted between two files is completed by the next run', async () => {
  await write(target(), first);
  // The first file is new, the record and the rest are not.
  await edit('Chart.yaml', 'name: a\nversion: 2\n');
  await mkdir(join(directory, 'templates'), { recursive: true });
  await edit('templates/b.yaml', 'b\n');
  expect(await write(target(), second)).toEqual(['templates/a.yaml']);
  await expect(checkGenerated(target(), second)).resolves.toEqual([]);
});

test('writes missing files again', async () => {
  await write(target(), first);
  await rm(join(directory, 'templates'), { recursive: true });
  expect(await refusal(checkGenerated(target(), first))).toEqual([
    'charts/probe/templates/a.yaml: this generated file is missing; run "npm run generate"',
  ]);
  expect(await write(target(), first)).toEqual(['templates/a.yaml']);
  await rm(join(directory, 'templates/a.yaml'));
  expect(await write(target(), second)).toEqual(['Chart.yaml', 'templates/b.yaml']);
});

test('with a missing or damaged record, existing files are not overwritten', async () => {
  await write(target(), first);
  for (const broken of ['', 'null', '[1]', '{"Chart.yaml": 1}', '<<<<<<< HEAD']) {
    await edit('.generated.json', broken);
    expect(await readRecord(directory)).toEqual(new Map());
  }
  expect(await refusal(refusedWrite(target(), second))).toEqual([
    expect.stringContaining(
      'Chart.yaml:2: this file was not generated but has the path of a generated file',
    ),
  ]);
  expect(await write(target(), first)).toEqual([]);
  expect(await read('.generated.json')).toBe(recordOf(first).content);
});

test('a reader sees the old file or the new one, and no temporary file remains', async () => {
  const large = 'a'.repeat(1 << 20);
  await write(target(), [file('a.txt', 'b')]);
  const writing = write(target(), [file('a.txt', large)]);
  const seen = new Set<string>();
  for (let reads = 0; reads < 20; reads += 1) seen.add(await read('a.txt'));
  await writing;
  expect([...seen].filter((text) => text !== 'b' && text !== large)).toEqual([]);
  expect(await read('a.txt')).toBe(large);
  expect(Object.keys(await shown())).toEqual(['.generated.json', 'a.txt']);
});

test('creates a missing directory', async () => {
  const inner = { directory: join(directory, 'charts/new'), name: 'charts/new' };
  await write(inner, first);
  expect(existsSync(join(inner.directory, 'templates/a.yaml'))).toBe(true);
});

test('reports the first line that differs, also at the end', async () => {
  await write(target(), [file('a', '1\n2\n3\n')]);
  const lines = [
    ['0\n2\n3\n', 1],
    ['1\n2\n', 3],
    ['1\n2\n3\n4\n', 4],
    ['1\n2\n3', 4],
  ] as const;
  for (const [text, line] of lines) {
    await edit('a', text);
    const [where] = await refusal(checkGenerated(target(), [file('a', '1\n2\n3\n')]));
    expect(where).toContain(`charts/probe/a:${line}: this generated file was edited by hand`);
  }
});
