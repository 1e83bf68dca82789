import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { engineCode } from './code.ts';
import { openPack } from './pack.ts';
import { prune } from './prune.ts';

/** A cache of results on disk, by their inputs. Its files may be deleted at any time. */
export interface Cache {
  /**
   * Returns the cached result of these inputs, or computes and caches it. The result must consist
   * of JSON only and depend only on the inputs and the code of this project. A failure is not
   * cached.
   */
  readonly of: <T>(inputs: readonly string[], make: () => Promise<T>) => Promise<T>;
  /** Removes results that were not used for a month, if new ones were added. */
  readonly keep: () => Promise<void>;
}

/** Computes every result. */
export const noCache: Cache = { of: (_, make) => make(), keep: async () => {} };

/** Opens a cache in a file (absolute). */
export const openCache = (file: string): Cache => {
  const pack = openPack(file);
  let running = 0;
  return {
    of: async <T>(inputs: readonly string[], make: () => Promise<T>): Promise<T> => {
      // New code does not reuse results of old code.
      const hash = createHash('sha256').update(engineCode());
      for (const input of inputs) hash.update(`${Buffer.byteLength(input)}\n`).update(input);
      const key = hash.digest('hex');
      const known = pack.get(key);
      if (known !== undefined) return known as T;
      running += 1;
      try {
        const made = await make();
        pack.add(key, made);
        return made;
      } finally {
        running -= 1;
        // The results of requests at the same time are written together.
        if (running === 0) pack.flush();
      }
    },
    keep: async () => {
      if (pack.keep()) await prune(dirname(file));
    },
  };
};
