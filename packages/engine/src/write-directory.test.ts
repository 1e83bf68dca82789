import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { expect, onTestFinished, test } from 'vitest';
import { canMount, makeReadOnly, mountDisk } from './testing/disk.ts';
import { writeDirectory } from './write-directory.ts';

const files = (text: string, count = 3): ReadonlyMap<string, string> =>
  new Map(Array.from({ length: count }, (_, index) => [`${index}.yaml`, text]));

/** The text that all files of a directory have. Throws if they are not all there or differ. */
const textIn = (directory: string, count: number): string => {
  const names = readdirSync(directory);
  const texts = new Set(names.map((name) => readFileSync(join(directory, name), 'utf8')));
  expect(names).toHaveLength(count);
  expect(texts.size).toBe(1);
  return [...texts].join();
};

const failureOf = (work: Promise<void>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

test('writes these files, removes other files, and keeps subdirectories', async () => {
  const root = await workspace({
    'out/old.yaml': '',
    'out/0.yaml': 'old',
    'out/charts/b.yaml': 'b',
  });
  await writeDirectory(join(root, 'out'), files('new', 2));
  expect((await readdir(join(root, 'out'))).sort()).toEqual(['0.yaml', '1.yaml', 'charts']);
  expect(await readFile(join(root, 'out/0.yaml'), 'utf8')).toBe('new');
  expect(await readFile(join(root, 'out/charts/b.yaml'), 'utf8')).toBe('b');
  expect(await readdir(root)).toEqual(['out']);
});

test('does not touch what is the same', async () => {
  const out = join(await workspace({}), 'dist/out');
  await writeDirectory(out, files('a'));
  const [directory, file] = [await stat(out), await stat(join(out, '0.yaml'))];
  await writeDirectory(out, files('a'));
  expect((await stat(out)).ino).toBe(directory.ino);
  await writeDirectory(out, new Map([...files('a'), ['1.yaml', 'b']]));
  expect((await stat(out)).ino).not.toBe(directory.ino);
  expect(await stat(join(out, '0.yaml'))).toMatchObject({ ino: file.ino, mtimeMs: file.mtimeMs });
});

test('a link to a directory stays a link', async () => {
  const root = await workspace({ 'elsewhere/0.yaml': 'old' });
  await symlink('elsewhere', join(root, 'out'));
  await writeDirectory(join(root, 'out'), files('new'));
  expect(textIn(join(root, 'elsewhere'), 3)).toBe('new');
  expect((await readdir(root)).sort()).toEqual(['elsewhere', 'out']);
});

test('a file where the directory or one above it has to be is a sentence, and stays', async () => {
  const root = await workspace({ 'dist/render': 'a file', 'out/0.yaml/in-the-way': '' });
  for (const name of ['dist/render', 'dist/render/charts/web'])
    expect(await failureOf(writeDirectory(join(root, name), files('a')))).toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(
        /dist\/render.*: a file is where a folder has to be; move or remove it/,
      ),
    });
  expect(await failureOf(writeDirectory(join(root, 'out'), files('a')))).toMatchObject({
    exitCode: 3,
    message: expect.stringMatching(/out\/0\.yaml: a folder is where a file has to be/),
  });
  expect(await readFile(join(root, 'dist/render'), 'utf8')).toBe('a file');
  expect(await readdir(root)).toEqual(['dist', 'out']);
  expect(await readdir(join(root, 'out'))).toEqual(['0.yaml']);
});

test.skipIf(!canMount)('a full or read-only disk is a sentence, and all files stay', async () => {
  const disk = await mountDisk('256k');
  const out = join(disk, 'out');
  await writeDirectory(out, files('old'));
  expect(await failureOf(writeDirectory(out, files('x'.repeat(90_000))))).toMatchObject({
    exitCode: 3,
    message: expect.stringMatching(/out: no space is left on the disk; free some space/),
  });
  makeReadOnly(disk);
  expect(await failureOf(writeDirectory(out, files('new')))).toMatchObject({
    exitCode: 3,
    message: expect.stringMatching(/disk: nothing can be written here, since the file system is/),
  });
  expect(textIn(out, 3)).toBe('old');
  expect(await readdir(disk)).toEqual(['out']);
});

test.skipIf(!canMount)('a directory that cannot be renamed gets its files one by one', async () => {
  const disk = await mountDisk('256k');
  await writeFile(join(disk, 'stale.yaml'), '');
  await writeDirectory(disk, files('new'));
  expect(textIn(disk, 3)).toBe('new');
});

test('a reader finds the old files or the new ones', async () => {
  const out = join(await workspace({}), 'out');
  const writer = (async () => {
    for (let round = 0; round < 30; round += 1) await writeDirectory(out, files(`${round}`, 20));
  })();
  const seen = new Set<string>();
  let isDone = false;
  void writer.finally(() => {
    isDone = true;
  });
  while (!isDone) {
    // A synchronous read is the shortest that a reader can take.
    if (readdirSync(join(out, '..')).includes('out')) seen.add(textIn(out, 20));
    await sleep(0);
  }
  await writer;
  expect(seen.size).toBeGreaterThan(1);
});

test('two writers at once leave the files of one of them', async () => {
  const root = await workspace({});
  const writers = ['a', 'b', 'c', 'd'].map((text) =>
    writeDirectory(join(root, 'out'), files(text)),
  );
  await Promise.all(writers);
  expect(['a', 'b', 'c', 'd']).toContain(textIn(join(root, 'out'), 3));
  expect(await readdir(root)).toEqual(['out']);
});

/** A program that writes `a` and `b` into 60 files of a directory, in turn, without an end. */
const start = async (out: string, before = ''): Promise<ChildProcess> => {
  const program = `
    ${before}
    import { writeDirectory } from ${JSON.stringify(import.meta.resolve('./write-directory.ts'))};
    const files = (text) => new Map(Array.from({ length: 60 }, (_, index) => [index + '.yaml', text]));
    for (;;) {
      await writeDirectory(process.argv[1], files('a'));
      process.send?.('round');
      await writeDirectory(process.argv[1], files('b'));
    }`;
  const conditions = ['--conditions=@helm-charts/source', '--input-type=module'];
  const child = spawn(process.execPath, [...conditions, '--eval', program, out], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'message');
  return child;
};

test.for(['SIGINT', 'SIGTERM'] as const)(
  '%s leaves whole files and nothing beside',
  async (signal) => {
    const root = await workspace({});
    for (let round = 0; round < 5; round += 1) {
      const child = await start(join(root, 'out'));
      await sleep(round * 4);
      child.kill(signal);
      expect(await once(child, 'exit')).toEqual([null, signal]);
      expect(['a', 'b']).toContain(textIn(join(root, 'out'), 60));
      expect(await readdir(root)).toEqual(['out']);
    }
  },
);

test('a program with its own listener decides what a signal ends', async () => {
  const root = await workspace({});
  const child = await start(
    join(root, 'out'),
    "process.once('SIGINT', () => setTimeout(() => process.exit(7), 100));",
  );
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([7, null]);
  expect(await readdir(root)).toEqual(['out']);
});

test('after SIGKILL the files are whole, and the next call cleans up', async () => {
  const root = await workspace({});
  const out = join(root, 'out');
  // Where a signal finds the program differs, so this goes on until it has left something twice.
  for (let left = 0; left < 2; ) {
    const child = await start(out);
    while (!readdirSync(root).some((name) => name.endsWith('.new'))) await sleep(0);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const names = await readdir(root);
    left += names.filter((name) => name !== 'out').length;
    if (names.includes('out')) expect(['a', 'b']).toContain(textIn(out, 60));
    await writeDirectory(out, files('a', 60));
    expect(textIn(out, 60)).toBe('a');
    expect(await readdir(root)).toEqual(['out']);
  }
});

test('a directory that a killed process had moved away is put back', async () => {
  const root = await workspace({});
  const [out, old] = [join(root, 'out'), join(root, `.out.${await deadProcess()}-0123abcd.old`)];
  await writeDirectory(out, files('a'));
  mkdirSync(join(out, 'values'));
  const { ino } = await stat(out);
  renameSync(out, old);
  await writeDirectory(out, files('a'));
  expect((await stat(out)).ino).toBe(ino);
  // The new one was in its place, and the subdirectories not yet in it.
  renameSync(out, old);
  await mkdir(out);
  writeFileSync(join(out, '0.yaml'), 'b');
  await writeDirectory(out, files('b'));
  expect((await readdir(out)).sort()).toEqual(['0.yaml', '1.yaml', '2.yaml', 'values']);
  expect(await readdir(root)).toEqual(['out']);
});

const deadProcess = async (): Promise<number> => {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  if (child.pid === undefined) throw new Error('no process was started');
  return child.pid;
};
