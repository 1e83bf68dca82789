import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from './code.ts';
import { prune } from './prune.ts';

/** A cache of results on disk, by their inputs. Its directory may be deleted at any time. */
export interface Cache {
  /**
   * Returns the cached result of these inputs, or computes and caches it. The result must consist
   * of JSON only and depend only on the inputs and the code of this project. A failure is not
   * cached.
   */
  readonly of: <T>(inputs: readonly string[], make: () => Promise<T>) => Promise<T>;
}

/** Computes every result. */
export const noCache: Cache = { of: (_, make) => make() };

/**
 * Opens a cache in a directory (absolute). Entries that were not used for a month are removed when
 * a new entry is added.
 */
export const openCache = (directory: string): Cache => {
  let pruning: Promise<void> | undefined;
  return {
    of: async <T>(inputs: readonly string[], make: () => Promise<T>): Promise<T> => {
      const hash = createHash('sha256').update(code());
      for (const input of inputs) hash.update(`${Buffer.byteLength(input)}\n`).update(input);
      const file = join(directory, `${hash.digest('hex')}.json`);
      const text = read(file);
      if (text !== undefined) return JSON.parse(text) as T;
      const made = await make();
      add(directory, file, JSON.stringify(made));
      pruning ??= prune(directory);
      await pruning;
      return made;
    },
  };
};

// One call after another takes less time for small files than calls in parallel.

/** The text of an entry, which is used again now. */
const read = (file: string): string | undefined => {
  try {
    const text = readFileSync(file, 'utf8');
    const now = Date.now() / 1000;
    utimesSync(file, now, now);
    return text;
  } catch {
    return undefined;
  }
};

/** Without it the next run takes longer, and that is all. */
const add = (directory: string, file: string, text: string): void => {
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    mkdirSync(directory, { recursive: true });
    writeFileSync(temporary, text);
    renameSync(temporary, file);
  } catch {}
};

/** The code is part of the key, so new code does not reuse results of old code. */
const code = (): string => codeOf(import.meta.url, import.meta.resolve('@helm-charts/kubernetes'));
