import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from './code.ts';
import { prune, touch } from './prune.ts';
import { replaceFile } from './write.ts';

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
      const text = await readFile(file, 'utf8').catch(() => undefined);
      if (text !== undefined) {
        await touch(file);
        return JSON.parse(text) as T;
      }
      const made = await make();
      // Without it the next run takes longer, and that is all.
      await replaceFile(file, JSON.stringify(made)).catch(() => {});
      pruning ??= prune(directory);
      await pruning;
      return made;
    },
  };
};

/** The code is part of the key, so new code does not reuse results of old code. */
const code = (): string => codeOf(import.meta.url, import.meta.resolve('@helm-charts/kubernetes'));
