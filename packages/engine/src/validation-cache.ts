import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { replaceCacheFile } from './cache-file.ts';

/** What a validator says of a document. */
interface Result {
  readonly status: string;
}

/** A validator whose results can be cached. */
interface CachedValidator<R extends Result> {
  /** Changes with the validator; undefined if nothing can be cached. */
  readonly identity: string | undefined;
  /** Returns the results in the order of the documents. */
  readonly validate: (documents: readonly string[]) => Promise<readonly R[]>;
}

/** A validator with a cache of its results. */
export interface ValidationCache<R extends Result> {
  /** Rejects with a Failure if a document is new and the validator can't be loaded. */
  readonly validate: (documents: readonly string[]) => Promise<readonly R[]>;
  /** Writes the results of this run, and no others, to the cache file. */
  readonly keep: () => void;
}

/** The content of a cache file. */
interface Kept<R = unknown> {
  /** The identity of the validator. */
  readonly by: string | undefined;
  /** The results by the SHA-256 of the document. */
  readonly verdicts: Readonly<Record<string, R>>;
}

/** Reads a cache file, which may be missing. The validator gets the documents that are not in it. */
export const openValidationCache = <R extends Result>(
  file: string,
  { identity, validate }: CachedValidator<R>,
): ValidationCache<R> => {
  const kept = read<R>(file);
  const known = identity !== undefined && kept?.by === identity ? kept.verdicts : undefined;
  const results = new Map<string, R>();
  return {
    validate: async (documents) => {
      const keys = documents.map(keyOf);
      const unknown = new Map<string, string>();
      for (const [index, key] of keys.entries()) {
        const result = results.get(key) ?? known?.[key];
        if (result === undefined) unknown.set(key, documents[index] ?? '');
        else results.set(key, result);
      }
      const made = unknown.size === 0 ? [] : await validate([...unknown.values()]);
      for (const [index, key] of [...unknown.keys()].entries()) {
        const result = made[index];
        if (result !== undefined) results.set(key, result);
      }
      return keys.flatMap((key) => results.get(key) ?? []);
    },
    keep: () => {
      // A document that could not be parsed may be parsed in a later run with more memory.
      const readable = [...results].filter(([, { status }]) => status !== 'malformed');
      const isSame =
        known !== undefined &&
        readable.length === Object.keys(known).length &&
        readable.every(([key]) => Object.hasOwn(known, key));
      if (isSame) return;
      const verdicts = Object.fromEntries(readable);
      replaceCacheFile(file, JSON.stringify({ by: identity, verdicts } satisfies Kept));
    },
  };
};

const keyOf = (document: string): string => hash('sha256', document);

const read = <R>(file: string): Kept<R> | undefined => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Kept<R>;
  } catch {
    return undefined;
  }
};
