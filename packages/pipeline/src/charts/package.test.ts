import { createWriteStream } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { type Headers, pack } from 'tar-stream';
import { expect, test } from 'vitest';
import { unpack } from './package.ts';

const mebibyte = 2 ** 20;

/** Packs files of this many bytes, all zero, into a package. */
const packageOf = async (
  entries: readonly (Headers & { readonly size: number })[],
): Promise<string> => {
  const file = join(await workspace({}), 'bomb.tgz');
  const tar = pack();
  const writing = pipeline(tar, createGzip({ level: 1 }), createWriteStream(file));
  for (const header of entries)
    await new Promise<void>((done, failed) => {
      const entry = tar.entry(header, (error) => (error ? failed(error) : done()));
      for (let left = header.size; left > 0; left -= mebibyte)
        entry.write(Buffer.alloc(Math.min(left, mebibyte)));
      entry.end();
    });
  tar.finalize();
  await writing;
  return file;
};

const messageOf = async (file: string): Promise<unknown> => {
  const failure = await unpack(file, join(await workspace({}), 'out')).catch(
    (error: unknown) => error,
  );
  expect(failure).toMatchObject({ exitCode: 2 });
  return String(failure).replace(/^.*bomb.tgz: /s, '');
};

test('unpacks as much as Helm does', async () => {
  const sizes = Array.from({ length: 20 }, (_, index) => ({ index, size: 5 * mebibyte }));
  const file = await packageOf(sizes.map(({ index, size }) => ({ name: `web/${index}`, size })));
  const out = join(await workspace({}), 'out');
  await unpack(file, out);
  expect(await readdir(out)).toHaveLength(20);
  expect(await readFile(join(out, '0'))).toHaveLength(5 * mebibyte);
});

test('stops where a package unpacks to more than Helm allows', async () => {
  const chart = { name: 'web/Chart.yaml', size: 10 };
  const large = await packageOf([chart, { name: 'web/data', size: 6 * mebibyte }]);
  expect(await messageOf(large)).toMatchInlineSnapshot(
    `"its file web/data has more than 5 MiB when unpacked, which Helm refuses; name large files in .helmignore, and package the chart again. [chart]"`,
  );
  const many = Array.from({ length: 21 }, (_, index) => ({
    name: `web/${index}`,
    size: 5 * mebibyte,
  }));
  expect(await messageOf(await packageOf(many))).toMatchInlineSnapshot(
    `"its files have more than 100 MiB when unpacked, which Helm refuses; name large files in .helmignore, and package the chart again. [chart]"`,
  );
  const noFile = await packageOf([
    { name: 'web/data', size: 210 * mebibyte, type: 'contiguous-file' },
  ]);
  expect(await messageOf(noFile)).toMatchInlineSnapshot(
    `"it has more than 200 MiB when unpacked, which Helm refuses; name large files in .helmignore, and package the chart again. [chart]"`,
  );
});

test('a damaged package is a sentence', async () => {
  const file = await packageOf([{ name: 'web/Chart.yaml', size: 100_000 }]);
  const bytes = await readFile(file);
  await writeFile(file, bytes.subarray(0, bytes.length / 2));
  expect(await messageOf(file)).toMatchInlineSnapshot(
    `"this is no package of a chart, for it can't be unpacked: unexpected end of file; make it with helm package, or download it again. [chart]"`,
  );
  await writeFile(file, 'text');
  expect(await messageOf(file)).toMatchInlineSnapshot(
    `"this is no package of a chart, for it can't be unpacked: incorrect header check; make it with helm package, or download it again. [chart]"`,
  );
});
