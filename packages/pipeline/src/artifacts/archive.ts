import { posix } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A file or directory of an archive. */
export interface ArchiveEntry {
  readonly path: string;
  /** Undefined for a directory. */
  readonly content: Uint8Array | undefined;
}

/** Whether a copy extracts a file, by its name (source-watcher: internal/builder/extract.go). */
export const isArchive = (path: string): boolean => /\.(tar\.gz|tgz)$/i.test(path);

/** fluxcd/pkg: tar/tar.go, DefaultMaxUntarSize, in bytes. */
const largest = 100 * 1024 * 1024;

/**
 * The files of a tar archive that is compressed with gzip, in the formats ustar, pax and GNU tar. Links are left out.
 * @throws {Error} If it is no such archive, is larger than Flux allows, or has a path that leads out of it.
 */
export const readArchive = (packed: Uint8Array): readonly ArchiveEntry[] => {
  const bytes = gunzipSync(packed, { maxOutputLength: largest });
  const entries: ArchiveEntry[] = [];
  let longName: string | undefined;
  for (let at = 0; at + block <= bytes.length; ) {
    const header = bytes.subarray(at, at + block);
    if (header.every((byte) => byte === 0)) break;
    const size = numberIn(header, 124, 12);
    const content = bytes.subarray(at + block, at + block + size);
    if (content.length < size) throw new Error('it ends early');
    at += block + Math.ceil(size / block) * block;
    const type = textIn(header, 156, 1);
    if (type === 'x') longName = pathIn(content.toString()) ?? longName;
    else if (type === 'L') longName = content.toString().replace(/\0.*$/s, '');
    else {
      const name = longName ?? nameIn(header);
      longName = undefined;
      if (!['', '0', '5'].includes(type)) continue;
      const path = posix.normalize(name).replace(/\/$/, '');
      if (posix.isAbsolute(name) || path.split('/').includes('..') || name.includes('\\'))
        throw new Error(`it has the invalid path ${name}`);
      entries.push({ path, content: type === '5' ? undefined : content });
    }
  }
  return entries;
};

/** The size of what a tar archive consists of, in bytes. */
const block = 512;

const textIn = (header: Buffer, from: number, length: number): string =>
  header.toString('utf8', from, from + length).replace(/\0.*$/s, '');

const numberIn = (header: Buffer, from: number, length: number): number => {
  const text = textIn(header, from, length).trim();
  if (!/^[0-7]+$/.test(text)) throw new Error('it is no tar archive');
  return Number.parseInt(text, 8);
};

/** The format ustar has the start of a long path in a field of its own. */
const nameIn = (header: Buffer): string => {
  const prefix = textIn(header, 257, 5) === 'ustar' ? textIn(header, 345, 155) : '';
  const name = textIn(header, 0, 100);
  return prefix === '' ? name : `${prefix}/${name}`;
};

/** The path in a pax header: `17 path=a/b.yaml`. */
const pathIn = (records: string): string | undefined => /^\d+ path=(.*)$/m.exec(records)?.[1];
