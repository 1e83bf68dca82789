import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from './code.ts';
import { prune, touch } from './prune.ts';
import { replaceFile } from './write.ts';

/** Keeps on disk what was made of the same inputs. Its directory may be deleted at any time. */
export interface Cache {
  /**
   * What was made of these inputs, or what is made of them now. It must be made of JSON alone and
   * depend on nothing but the inputs and this project's own code. What throws is not cached.
   */
  readonly of: <T>(inputs: readonly string[], make: () => Promise<T>) => Promise<T>;
}

/** A cache in a directory, absolute. What nobody asked for in a month is removed when something new is cached. */
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

/** What is cached was made by this code. */
const code = (): string => codeOf(import.meta.url, import.meta.resolve('@helm-charts/kubernetes'));
