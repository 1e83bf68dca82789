import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { workspace } from './fixture.ts';
import { readZipEntry, zipEntries } from './zip.ts';

/**
 * An archive with one stored and one deflated file, extra fields in the way, and a comment at the
 * end.
 */
const archive = (): Buffer => {
  const files = [
    { name: 'stored.txt', method: 0, data: Buffer.from('as it is') },
    { name: 'dir/deflated.txt', method: 8, data: deflateRawSync('packed '.repeat(1000)) },
  ];
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  for (const { name, method, data } of files) {
    const offset = Buffer.concat(local).length;
    const localHeader = Buffer.alloc(30);
    localHeader.writeUInt32LE(0x04034b50);
    localHeader.writeUInt16LE(name.length, 26);
    localHeader.writeUInt16LE(3, 28);
    local.push(localHeader, Buffer.from(`${name}xyz`), data);
    const header = Buffer.alloc(46);
    header.writeUInt16LE(method, 10);
    header.writeUInt32LE(data.length, 20);
    header.writeUInt16LE(name.length, 28);
    header.writeUInt16LE(4, 30);
    header.writeUInt32LE(offset, 42);
    central.push(header, Buffer.from(`${name}wxyz`));
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(Buffer.concat(central).length, 12);
  end.writeUInt32LE(Buffer.concat(local).length, 16);
  return Buffer.concat([...local, ...central, end, Buffer.from('a comment')]);
};

test('reads stored and deflated entries', async () => {
  const path = join(await workspace({}), 'a.zip');
  await writeFile(path, archive());
  const entries = await zipEntries(path);
  expect(entries.map(({ name }) => name)).toEqual(['stored.txt', 'dir/deflated.txt']);
  const contents = await Promise.all(
    entries.map(async (entry) => text(await readZipEntry(path, entry))),
  );
  expect(contents).toEqual(['as it is', 'packed '.repeat(1000)]);
});

test('what is no archive is refused', async () => {
  const root = await workspace({ 'a.zip': 'no archive' });
  await expect(zipEntries(join(root, 'a.zip'))).rejects.toThrow('is no zip archive');
});
