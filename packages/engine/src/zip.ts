import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';

/** A file within a zip archive. Sizes and offsets are in bytes. */
export interface ZipEntry {
  readonly name: string;
  readonly isDeflated: boolean;
  readonly compressedSize: number;
  /** Of the local header that stands before the data. */
  readonly offset: number;
}

/**
 * Lists the files of a zip archive from its central directory. Throws an Error if the file is no
 * zip archive of less than 4 GiB.
 */
export const zipEntries = async (path: string): Promise<ZipEntry[]> => {
  await using file = await open(path);
  const { size } = await file.stat();
  const end = await readAt(file, Math.max(0, size - maxEnd), Math.min(size, maxEnd));
  const endAt = end.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (endAt < 0) throw new Error(`${path} is no zip archive`);
  const count = end.readUInt16LE(endAt + 10);
  const directory = await readAt(file, end.readUInt32LE(endAt + 16), end.readUInt32LE(endAt + 12));
  const entries: ZipEntry[] = [];
  for (let at = 0; entries.length < count; ) {
    const nameLength = directory.readUInt16LE(at + 28);
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      isDeflated: directory.readUInt16LE(at + 10) === 8,
      compressedSize: directory.readUInt32LE(at + 20),
      offset: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
};

/** Streams the content of an entry, so that a large one never is in memory as a whole. */
export const readZipEntry = async (path: string, entry: ZipEntry): Promise<Readable> => {
  await using file = await open(path);
  const header = await readAt(file, entry.offset, 30);
  const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const data = createReadStream(path, { start, end: start + entry.compressedSize - 1 });
  if (!entry.isDeflated) return data;
  const inflate = createInflateRaw();
  return data.on('error', (error) => inflate.destroy(error)).pipe(inflate);
};

/** The end record is 22 bytes and a comment of at most 64 KiB. */
const maxEnd = 22 + 0xffff;

const readAt = async (
  file: Awaited<ReturnType<typeof open>>,
  position: number,
  length: number,
): Promise<Buffer> => (await file.read(Buffer.alloc(length), 0, length, position)).buffer;
