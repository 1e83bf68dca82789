import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { observeFolders } from '@helm-charts/engine/folder';
import { readdirSync } from '@helm-charts/engine/state';
import type { Observations } from './observations.ts';

type Call = (...args: readonly unknown[]) => unknown;
type Functions = { [name: string]: Call };
/** Called before a function with its arguments; may return what to do with its result, or with its error. */
type Observe = (args: readonly unknown[]) => ((result: unknown) => void) | undefined;

/**
 * Observes the calls of node:fs of this process, of all packages and also of charts and profiles, which may read files
 * of their own, and the folders that are read at once. The calls of Node itself, for instance to load modules, are not among
 * them.
 */
export const observeFiles = (observed: Observations): void => {
  const one =
    (take: (path: string) => void): Observe =>
    ([path]) => {
      const found = pathOf(path);
      if (found !== undefined) take(found);
    };
  const read: Observe = ([path, options]) => {
    const found = pathOf(path);
    if (found === undefined) return;
    const take = observed.read(found);
    return (content) => {
      if (typeof content === 'string') take(Buffer.from(content, encodingOf(options)));
      else if (content instanceof Uint8Array) take(content);
    };
  };
  const list: Observe = ([path, options]) => {
    const found = pathOf(path);
    if (found === undefined) return;
    const folders = Object(options).recursive === true ? foldersIn(found) : [found];
    for (const folder of folders) observed.list(folder);
  };
  const both: Observe = (args) => {
    for (const path of args.slice(0, 2)) one(observed.write)([path]);
  };
  const lstat: Observe = ([path]) => {
    const found = pathOf(path);
    return found === undefined ? undefined : (stats) => observed.kind(found, kindOf(stats));
  };
  const content = one((path) => observed.read(path));
  const open: Observe = ([path, flags]) => {
    const isRead = typeof flags !== 'string' || flags === 'r';
    one(isRead ? observed.read : observed.write)([path]);
  };
  observeFolders(observed.note);
  const [kind, write] = [one(observed.kind), one(observed.write)];
  const table: readonly [Observe, readonly string[]][] = [
    [lstat, ['lstat']],
    [kind, ['access', 'realpath', 'exists']],
    [one(observed.stat), ['stat']],
    [list, ['readdir', 'opendir']],
    [read, ['readFile']],
    [content, ['readlink', 'createReadStream']],
    [open, ['open']],
    [write, ['writeFile', 'appendFile', 'mkdir', 'mkdtemp', 'rm', 'rmdir', 'unlink', 'truncate']],
    [write, ['createWriteStream', 'chmod']],
    [both, ['rename', 'cp', 'copyFile', 'symlink', 'link']],
  ];
  // The functions of node:fs have no type in common.
  const [synchronous, asynchronous] = [fs, fs.promises] as unknown as readonly Functions[];
  for (const [observe, names] of table) {
    for (const name of names) {
      wrap(synchronous, `${name}Sync`, observe);
      wrap(synchronous, name, observe);
      wrap(asynchronous, name, observe);
    }
  }
  syncBuiltinESMExports();
};

const wrap = (functions: Functions | undefined, name: string, observe: Observe): void => {
  const call = functions?.[name];
  if (functions === undefined || call === undefined) return;
  const wrapped: Call = (...args) => {
    const after = observe(args);
    if (after === undefined) return call(...args);
    try {
      const result = call(...args);
      if (result instanceof Promise) result.then(after, after);
      else after(result);
      return result;
    } catch (error) {
      after(error);
      throw error;
    }
  };
  // For instance fs.realpath.native.
  functions[name] = Object.assign(wrapped, call);
};

/** The kind of what `lstat` has found, as in `State`; undefined for a link, whose target it does not say, and for any other result. */
const kindOf = (stats: unknown): string | undefined => {
  if (!(stats instanceof fs.Stats) || stats.isSymbolicLink()) return undefined;
  return stats.isFile() ? 'file' : stats.isDirectory() ? 'directory' : 'other';
};

/** A number is an open file. */
const pathOf = (path: unknown): string | undefined => {
  if (path instanceof URL) return path.protocol === 'file:' ? fileURLToPath(path) : undefined;
  if (path instanceof Uint8Array) return resolve(Buffer.from(path).toString());
  if (typeof path !== 'string') return undefined;
  return isAbsolute.test(path) ? path : resolve(path);
};

/** Paths that `resolve` would not change. */
const isAbsolute = /^(?:\/(?!\.{1,2}(?:\/|$))[^/]+)+$/;

const encodingOf = (options: unknown): BufferEncoding => {
  const encoding: unknown = typeof options === 'string' ? options : Object(options).encoding;
  return Buffer.isEncoding(String(encoding)) ? (encoding as BufferEncoding) : 'utf8';
};

const foldersIn = (directory: string): readonly string[] => {
  try {
    const entries = readdirSync(directory, { withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory());
    return [directory, ...folders.flatMap(({ name }) => foldersIn(join(directory, name)))];
  } catch {
    return [directory];
  }
};
