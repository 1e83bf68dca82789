import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { defaultModule } from 'kubeconform-wasm';
import { codeOf, identityOf } from './code.ts';
import { replaceFile } from './write.ts';

/** What a validator says of a document. */
interface Result {
  readonly status: string;
}

/** A validator with a cache of its results. */
export interface ValidationCache<R extends Result> {
  /** Rejects with a Failure if a document is new and the validator can't be loaded. */
  readonly validate: (document: string) => Promise<R>;
  /** Writes the results of this run, and no others, to the cache file. */
  readonly keep: () => Promise<void>;
}

/** The content of a cache file. */
interface Kept<R = unknown> {
  /** The identity of the validator. */
  readonly by: string | undefined;
  /** The results by the SHA-256 of the document. */
  readonly verdicts: Readonly<Record<string, R>>;
}

/**
 * Reads a cache file, which may be missing. `load` is called at the first document that is not in
 * the cache.
 */
export const openValidationCache = async <R extends Result>(
  file: string,
  load: () => Promise<{ readonly validate: (document: string) => Promise<R> }>,
  by: string | undefined = validatorOfNow(),
): Promise<ValidationCache<R>> => {
  const kept = await read<R>(file);
  const known: Kept<R>['verdicts'] = by !== undefined && kept?.by === by ? kept.verdicts : {};
  const asked = new Map<string, Promise<R>>();
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
      await replaceFile(file, JSON.stringify({ by, verdicts } satisfies Kept));
    },
  };
};

const read = async <R>(file: string): Promise<Kept<R> | undefined> => {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Kept<R>;
  } catch {
    return undefined;
  }
};

/** The module contains the schemas. Undefined if there is no module. */
const validatorOfNow = (): string | undefined =>
  existsSync(defaultModule)
    ? `${identityOf(defaultModule)} ${codeOf(import.meta.resolve('kubeconform-wasm'))}`
    : undefined;
