import { appendFileSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { replaceCacheFile } from './cache-file.ts';
import { makeFolder } from './make-folder.ts';

/** A file with many values, each with a key of 64 hexadecimal digits. */
export interface Pack {
  /** Returns the value of a key, made of JSON afresh; undefined if there is none. */
  readonly get: (key: string) => unknown;
  /** Adds a value that consists of JSON only. */
  readonly add: (key: string, value: unknown) => void;
  /** Writes what was added. */
  readonly flush: () => void;
  /**
   * Writes what was added; if something was, removes what was not used for a month, or what was not used for the longest time if the
   * file has much more than this process has used. Returns whether anything was added.
   */
  readonly keep: () => boolean;
}

/**
 * Opens a file, which may be missing, when the first key is asked for. Several processes may add values at the same time,
 * since lines are only appended; a line that is not whole is ignored. A file that can't be written is not used.
 */
export const openPack = (file: string): Pack => {
  let opened: Map<string, Entry> | undefined;
  const today = Math.floor(Date.now() / day);
  let lines: string[] = [];
  let collected = 0;
  let size = 0;
  let isAdded = false;
  const entries = (): Map<string, Entry> => {
    if (opened !== undefined) return opened;
    const text = read(file);
    size = text.length;
    opened = entriesOf(text);
    return opened;
  };
  const flush = (): void => {
    // Another process may have ended in the middle of a line.
    if (lines.length > 0) append(file, `\n${lines.join('')}`);
    lines = [];
    collected = 0;
  };
  const write = (line: string): void => {
    lines.push(line);
    size += line.length;
    collected += line.length;
    if (collected > most) flush();
  };
  return {
    get: (key) => {
      const entry = entries().get(key);
      const value = entry && parsed(entry.text);
      if (entry === undefined || value === undefined) return undefined;
      if (entry.day < today) write(`${key} ${today}\n`);
      entry.day = today;
      entry.isUsed = true;
      return value;
    },
    add: (key, value) => {
      const entry = { text: JSON.stringify(value), day: today, isUsed: true };
      isAdded = true;
      entries().set(key, entry);
      write(lineOf(key, entry));
    },
    flush,
    keep: () => {
      flush();
      const all = [...entries()];
      const used = sizeOf(all.filter(([, { isUsed }]) => isUsed));
      const oldest = today - unusedDays;
      const isOld = all.some(([, { day }]) => day < oldest);
      if (isAdded && (isOld || size > 2 * used + spare)) {
        const left = remaining(all, oldest, 1.5 * used + spare / 2);
        replaceCacheFile(file, left.map(([key, entry]) => lineOf(key, entry)).join(''));
      }
      return isAdded;
    },
  };
};

interface Entry {
  /** JSON. */
  readonly text: string;
  /** When it was used last, in days since 1970. */
  day: number;
  /** Whether this process has used it. */
  isUsed: boolean;
}

/** In milliseconds. */
const day = 24 * 60 * 60 * 1000;

/** Entries are removed after this many days without use. */
const unusedDays = 30;

/** What a file may have besides what a run uses, in characters: results of other branches and options. */
const spare = 2 ** 20;

/** How many characters are collected before they are written. */
const most = 2 ** 18;

const keyLength = 64;

/** The length tells a whole line from a part of one. A line without it says when the entry of an earlier line was used. */
const lineOf = (key: string, { text, day }: Entry): string =>
  `${key} ${day} ${text.length} ${text}\n`;

const entriesOf = (text: string): Map<string, Entry> => {
  const entries = new Map<string, Entry>();
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    const [, key = '', day, length] = head.exec(text.slice(start, start + headLength)) ?? [];
    const known = entries.get(key);
    if (length !== undefined) {
      const from = start + keyLength + (day?.length ?? 0) + length.length + 3;
      if (end - from === Number(length)) {
        entries.set(key, { text: text.slice(from, end), day: Number(day), isUsed: false });
      }
    } else if (known !== undefined) known.day = Number(day);
    start = end + 1;
  }
  return entries;
};

const head = /^([0-9a-f]{64}) (\d{1,9})(?: (\d{1,12}) |\n)/;
const headLength = keyLength + 30;

/** What a process has used, and of the rest what was used last. */
const remaining = (
  all: readonly (readonly [string, Entry])[],
  oldest: number,
  limit: number,
): readonly (readonly [string, Entry])[] => {
  let free = limit;
  return all
    .toSorted(([, a], [, b]) => Number(a.isUsed) - Number(b.isUsed) || a.day - b.day)
    .toReversed()
    .filter(([, { day, isUsed, text }]) => {
      free -= text.length;
      return isUsed || (day >= oldest && free > 0);
    })
    .toReversed();
};

const sizeOf = (entries: readonly (readonly [string, Entry])[]): number =>
  entries.reduce((sum, [, { text }]) => sum + text.length + keyLength, 0);

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

/** Without it the next run takes longer, and that is all. */
const append = (file: string, text: string): void => {
  try {
    makeFolder(dirname(file), { mode: 0o700 });
    appendFileSync(file, text);
  } catch {}
};
