import {
  closeSync,
  type Dirent,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { sep } from 'node:path';
import { errno, errnoOf } from './errno.ts';
import { entryOf, fileTypes, writeStat } from './file-record.ts';
import { toMachine, toModule } from './paths.ts';
import type { View } from './view.ts';
import type { Functions } from './webassembly.ts';

/** The files that an instance sees. */
export interface Files {
  /** The functions of WASI about files. */
  readonly functions: Functions;
  /** Sets the directories (absolute, without symbolic links) below which files can be read. */
  readonly allow: (roots: readonly string[]) => void;
}

/** An open file or directory. */
interface Open {
  readonly path: string;
  /** Absent for a directory, which Windows can't open. */
  readonly handle: number | undefined;
  position: number;
  /** Read at the first request for the entries. */
  entries?: readonly Dirent[];
}

/**
 * Read-only files below some directories. What leads elsewhere can't be opened; only what kind of file is there can be
 * asked, since that is how the module finds out where a symbolic link leads.
 */
export const filesFor = (view: View): Files => {
  let roots: readonly string[] = [];
  const open = new Map<number, Open>();
  let last = root;

  const isAllowed = (path: string): boolean =>
    roots.some((one) => path === one || path.startsWith(one.endsWith(sep) ? one : one + sep));
  const pathAt = (address: number, length: number): string => {
    const path = view.text(address, length);
    return toMachine(path === '.' ? '/' : `/${path}`);
  };
  const use = (file: number, work: (open: Open) => number): number => {
    const found = open.get(file);
    return found === undefined ? errno.badFile : attempt(() => work(found));
  };
  const read = (file: number, list: number, count: number, at: number | undefined, size: number) =>
    use(file, (found) => {
      const { handle } = found;
      if (handle === undefined) return errno.isDirectory;
      let total = 0;
      for (const buffer of view.buffers(list, count)) {
        const position = (at ?? found.position) + total;
        const length = readSync(handle, buffer, 0, buffer.length, position);
        total += length;
        if (length < buffer.length) break;
      }
      if (at === undefined) found.position += total;
      view.setUint32(size, total);
      return errno.success;
    });

  const functions = {
    path_open: (
      _root: number,
      _lookup: number,
      address: number,
      length: number,
      flags: number,
      _rights: bigint,
      _inherited: bigint,
      _mode: number,
      result: number,
    ) =>
      attempt(() => {
        if ((flags & (create | truncate)) !== 0) return errno.readOnly;
        const path = realpathSync(pathAt(address, length));
        if (!isAllowed(path)) return errno.access;
        // A pipe would wait for somebody who writes to it.
        const stat = statSync(path);
        if (!stat.isFile() && !stat.isDirectory()) return errno.access;
        if ((flags & directory) !== 0 && !stat.isDirectory()) return errno.notDirectory;
        const handle = stat.isFile() ? openSync(path, 'r') : undefined;
        last += 1;
        open.set(last, { path, handle, position: 0 });
        view.setUint32(result, last);
        return errno.success;
      }),
    path_filestat_get: (
      _root: number,
      lookup: number,
      address: number,
      length: number,
      result: number,
    ) =>
      attempt(() => {
        const path = pathAt(address, length);
        const stat = (lookup & follow) !== 0 ? statSync : lstatSync;
        writeStat(view, result, stat(path, { bigint: true }));
        return errno.success;
      }),
    path_readlink: (
      _root: number,
      address: number,
      length: number,
      buffer: number,
      size: number,
      result: number,
    ) =>
      attempt(() => {
        const target = Buffer.from(toModule(readlinkSync(pathAt(address, length))));
        const part = target.subarray(0, size);
        view.bytes(buffer, size).set(part);
        view.setUint32(result, part.length);
        return errno.success;
      }),
    fd_read: (file: number, list: number, count: number, size: number) =>
      read(file, list, count, undefined, size),
    fd_pread: (file: number, list: number, count: number, offset: bigint, size: number) =>
      read(file, list, count, Number(offset), size),
    fd_seek: (file: number, offset: bigint, whence: number, result: number) =>
      use(file, (found) => {
        const base = [0, found.position, statSync(found.path).size][whence];
        if (base === undefined) return errno.invalid;
        found.position = base + Number(offset);
        view.setUint64(result, BigInt(found.position));
        return errno.success;
      }),
    fd_readdir: (file: number, buffer: number, size: number, cookie: bigint, result: number) =>
      use(file, (found) => {
        found.entries ??= readdirSync(found.path, { withFileTypes: true });
        const target = view.bytes(buffer, size);
        let used = 0;
        for (let index = Number(cookie); index < found.entries.length && used < size; index++) {
          const bytes = entryOf(found.entries[index] as Dirent, index + 1);
          const part = bytes.subarray(0, size - used);
          target.set(part, used);
          used += part.length;
        }
        view.setUint32(result, used);
        return errno.success;
      }),
    fd_filestat_get: (file: number, result: number) =>
      use(file, ({ path }) => {
        writeStat(view, result, statSync(path, { bigint: true }));
        return errno.success;
      }),
    fd_fdstat_get: (file: number, result: number) => {
      const found = open.get(file);
      view.bytes(result, 24).fill(0);
      if (found === undefined) return file <= root ? errno.success : errno.badFile;
      view.setUint8(result, found.handle === undefined ? fileTypes.directory : fileTypes.file);
      view.setUint64(result + 8, allRights);
      view.setUint64(result + 16, allRights);
      return errno.success;
    },
    fd_fdstat_set_flags: () => errno.success,
    fd_close: (file: number) =>
      use(file, ({ handle }) => {
        open.delete(file);
        close(handle);
        return errno.success;
      }),
  };
  const allow = (allowed: readonly string[]) => {
    roots = allowed;
    for (const { handle } of open.values()) close(handle);
    open.clear();
  };
  return { functions, allow };
};

/** The file number of the root directory, which the module has open from its start. */
const root = 3;

/** Flags of WASI (wasi_snapshot_preview1, oflags and lookupflags). */
const create = 1;
const directory = 2;
const truncate = 8;
const follow = 1;
const allRights = 0xff_ff_ff_ffn;

const close = (handle: number | undefined): void => {
  if (handle !== undefined) closeSync(handle);
};

const attempt = (work: () => number): number => {
  try {
    return work();
  } catch (error) {
    return errnoOf(error);
  }
};
