import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { defaultModule, type ValidationResult, type Validator } from 'kubeconform-wasm';
import { codeOf, identityOf } from './code.ts';
import { replaceFile } from './write.ts';

/** A validator with a cache of its results. */
export interface ValidationCache {
  /** Rejects with a Failure if a document is new and the validator can't be loaded. */
  readonly validate: Validator['validate'];
  /** Writes the results of this run, and no others, to the cache file. */
  readonly keep: () => Promise<void>;
}

/** The content of a cache file. */
interface Kept {
  /** The identity of the validator. */
  readonly by: string | undefined;
  /** The results by the SHA-256 of the document. */
  readonly verdicts: Readonly<Record<string, ValidationResult>>;
}

/**
 * Reads a cache file, which may be missing. `load` is called at the first document that is not in
 * the cache.
 */
export const openValidationCache = async (
  file: string,
  load: () => Promise<Validator>,
  by: string | undefined = validatorOfNow(),
): Promise<ValidationCache> => {
  const kept = await read(file);
  const known: Kept['verdicts'] = by !== undefined && kept?.by === by ? kept.verdicts : {};
  const asked = new Map<string, Promise<ValidationResult>>();
  return {
    validate: (document) => {
      const key = createHash('sha256').update(document).digest('hex');
      const verdict =
        asked.get(key) ??
        (known[key] === undefined
          ? load().then(({ validate }) => validate(document))
          : Promise.resolve(known[key]));
      asked.set(key, verdict);
      return verdict;
    },
    keep: async () => {
      const entries = [...asked].map(async ([key, verdict]) => [key, await verdict] as const);
      // A document that could not be parsed may be parsed in a later run with more memory.
      const readable = (await Promise.all(entries)).filter(
        ([, { status }]) => status !== 'malformed',
      );
      const verdicts = Object.fromEntries(readable.toSorted(([a], [b]) => (a < b ? -1 : 1)));
      // Without it the next run takes longer, and that is all.
      await replaceFile(file, JSON.stringify({ by, verdicts } satisfies Kept)).catch(() => {});
    },
  };
};

const read = async (file: string): Promise<Kept | undefined> => {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Kept;
  } catch {
    return undefined;
  }
};

/** The module contains the schemas. Undefined if there is no module. */
const validatorOfNow = (): string | undefined =>
  existsSync(defaultModule)
    ? `${identityOf(defaultModule)} ${codeOf(import.meta.resolve('kubeconform-wasm'))}`
    : undefined;
