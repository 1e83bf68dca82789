import type { BigIntStats, Dirent } from 'node:fs';
import type { View } from './view.ts';

/** The kinds of files (wasi_snapshot_preview1, filetype). */
export const fileTypes = { unknown: 0, directory: 3, file: 4, link: 7 } as const;

type Typed = Pick<Dirent, 'isDirectory' | 'isFile' | 'isSymbolicLink'>;

/** Writes what is known of a file into the memory of the module (wasi_snapshot_preview1, filestat). */
export const writeStat = (view: View, address: number, stat: BigIntStats): void => {
  view.bytes(address, 64).fill(0);
  view.setUint64(address, stat.dev);
  view.setUint64(address + 8, stat.ino);
  view.setUint8(address + 16, typeOf(stat));
  view.setUint64(address + 24, stat.nlink);
  view.setUint64(address + 32, stat.size);
  view.setUint64(address + 40, stat.atimeNs);
  view.setUint64(address + 48, stat.mtimeNs);
  view.setUint64(address + 56, stat.ctimeNs);
};

/** An entry of a directory (wasi_snapshot_preview1, dirent) and the number of the next one. */
export const entryOf = (entry: Dirent, next: number): Buffer => {
  const name = Buffer.from(entry.name);
  const header = Buffer.alloc(24);
  header.writeBigUInt64LE(BigInt(next), 0);
  header.writeUInt32LE(name.length, 16);
  header.writeUInt8(typeOf(entry), 20);
  return Buffer.concat([header, name]);
};

const typeOf = (file: Typed): number => {
  if (file.isDirectory()) return fileTypes.directory;
  if (file.isFile()) return fileTypes.file;
  return file.isSymbolicLink() ? fileTypes.link : fileTypes.unknown;
};
