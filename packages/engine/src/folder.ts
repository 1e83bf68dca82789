import fs from 'node:fs';
import { dirname, normalize, resolve } from 'node:path';
import { contentOf, digest, digestOfList, isOlder, readdirSync, stateOf } from './state.ts';

// Imported by name, they would be the functions that observe a run as soon as one is observed.
const { readlinkSync, realpathSync } = fs;

/** What was at a path when it was read. */
export interface Read {
  /** See `State`. */
  readonly kind: string;
  /** Absent if only the kind was asked for. */
  readonly stamp?: string | undefined;
  /** Of the content. */
  readonly digest?: string | undefined;
}

/** A file, a folder or a link in a folder. */
interface Entry extends Read {
  /** Relative to the folder, with slashes; empty for the folder itself. */
  readonly path: string;
}

/** A folder with all its files, read at once. */
export interface Folder {
  /** A fingerprint of all files, also of those that symbolic links name; undefined if one of them cannot be read. */
  readonly content: string | undefined;
  /** Also those that symbolic links name. */
  readonly entries: readonly Entry[];
  /**
   * The symbolic links, and the files that Git writes in place of links where links are not supported, as on Windows: they have
   * nothing but the path of another file. Paths relative to the folder.
   */
  readonly links: readonly string[];
  /** The text of its Chart.yaml; undefined if there is none. */
  readonly chart?: string | undefined;
  /** Whether nothing but its entries has to be the same for it to be the same. */
  readonly isPlain: boolean;
}

let report: (path: string, read: Read) => void = () => {};

/** Calls a function for each path (absolute) that this process reads as part of a folder. */
export const observeFolders = (observe: typeof report): void => {
  report = observe;
};

/**
 * Reads a folder (absolute): undefined if it is none. It reads the files one after another, which is faster for small files
 * than reading them in parallel.
 */
export const readFolder = (directory: string): Folder | undefined => {
  const { kind } = stateOf(directory);
  if (!kind.endsWith('directory')) return undefined;
  const found: Found = { lines: [], entries: [], links: [], chart: undefined, isPlain: true };
  try {
    walk(directory, '', [], found);
  } catch {
    // Somebody removes it at this moment, or it cannot be read.
    found.lines = undefined;
  }
  const { lines, links, ...rest } = found;
  return {
    ...rest,
    isPlain: rest.isPlain && lines !== undefined,
    links: links.map(normalize).toSorted(),
    content: lines && digest(lines.join('')),
  };
};

/** Whether a folder that was read at a time (milliseconds since 1970) is still the same. */
export const isUnchanged = (directory: string, { entries, isPlain }: Folder, at: number): boolean =>
  isPlain &&
  entries.every(({ path, kind, stamp }) => {
    const state = stateOf(pathIn(directory, path));
    return state.kind === kind && state.stamp === stamp && isOlder(state, at);
  });

/** Reports what a folder has that was read in an earlier run. */
export const reportFolder = (directory: string, { entries }: Folder): void => {
  for (const { path, ...read } of entries) report(pathIn(directory, path), read);
};

/** Reports files (absolute) that were read in an earlier run, or by another program. */
export const reportFiles = (files: Iterable<readonly [path: string, read: Read]>): void => {
  for (const [path, read] of files) report(path, read);
};

/** The files of a folder, also those that symbolic links name, relative to it. */
export const filesOf = ({ entries }: Folder): readonly string[] =>
  entries.filter(({ kind }) => kind.endsWith('file')).map(({ path }) => path);

interface Found {
  /** What the fingerprint is made of; undefined if a file cannot be read. */
  lines: string[] | undefined;
  entries: Entry[];
  links: string[];
  chart: string | undefined;
  isPlain: boolean;
}

/** `around` are the directories above, so that a link to one of them ends. */
const walk = (root: string, folder: string, around: readonly string[], found: Found): void => {
  const directory = pathIn(root, folder);
  const { kind, stamp } = stateOf(directory);
  const children = readdirSync(directory, { withFileTypes: true });
  add(root, { path: folder, kind, stamp, digest: digestOfList(children) }, found);
  for (const child of children.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = folder === '' ? child.name : `${folder}/${child.name}`;
    const full = pathIn(root, path);
    if (child.isDirectory()) {
      walk(root, path, around, found);
      continue;
    }
    if (child.isFile()) {
      addFile(root, path, around.length === 0, found);
      continue;
    }
    const { kind } = stateOf(full);
    if (child.isSymbolicLink()) {
      found.lines?.push(`${path} to ${readlinkSync(full)}\n`);
      found.isPlain = false;
      if (around.length === 0) found.links.push(path);
    }
    if (kind.endsWith('file')) addFile(root, path, false, found);
    else if (kind.endsWith('directory')) {
      const real = realpathSync(full);
      const isKnown = [...around, realpathSync(directory)].some((one) =>
        `${one}/`.startsWith(`${real}/`),
      );
      if (!isKnown) walk(root, path, [...around, real], found);
    } else add(root, { path, kind }, found);
  }
};

const addFile = (root: string, path: string, isOwn: boolean, found: Found): void => {
  const full = pathIn(root, path);
  const { kind, stamp, size } = stateOf(full);
  const content = readable(full, size);
  const own = content && digest(content);
  add(root, { path, kind, stamp, digest: own }, found);
  if (content === undefined) {
    found.lines = undefined;
    return;
  }
  found.lines?.push(`${path}\n${own}\n`);
  if (path === 'Chart.yaml') found.chart = content.toString();
  const target =
    isOwn && size <= longest ? /^\.\.?\/[^\n]+$/.exec(content.toString())?.[0] : undefined;
  if (target === undefined) return;
  found.isPlain = false;
  const there = resolve(dirname(full), target);
  const { kind: kindThere } = stateOf(there);
  report(there, { kind: kindThere });
  if (!kindThere.endsWith('none')) found.links.push(path);
};

/** In bytes, of a file with nothing but a path. */
const longest = 200;

const readable = (path: string, size: number): Buffer | undefined => {
  try {
    return contentOf(path, size);
  } catch {
    return undefined;
  }
};

const add = (root: string, entry: Entry, found: Found): void => {
  found.entries.push(entry);
  const { path, ...read } = entry;
  report(pathIn(root, path), read);
};

const pathIn = (root: string, path: string): string => (path === '' ? root : `${root}/${path}`);
