import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { defaultModule, type ValidationResult, type Validator } from 'kubeconform-wasm';
import { codeOf, identityOf } from './code.ts';
import { replaceFile } from './write.ts';

/** A validator that knows what it said the last time. */
export interface ValidationCache {
  /** Rejects with a Failure if a document is new and the validator can't be loaded. */
  readonly validate: Validator['validate'];
  /** Keeps what was asked this time for the next time, and nothing else. */
  readonly keep: () => Promise<void>;
}

/** What a file of verdicts holds. */
interface Kept {
  /** Which validator said so. */
  readonly by: string | undefined;
  /** By the SHA-256 of the document. */
  readonly verdicts: Readonly<Record<string, ValidationResult>>;
}

/** Reads the verdicts of a file, which may be missing. `load` is called for the first document that it doesn't know. */
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
      // What couldn't be read may be read where there is more memory.
      const readable = (await Promise.all(entries)).filter(
        ([, { status }]) => status !== 'malformed',
      );
      const verdicts = Object.fromEntries(readable.toSorted(([a], [b]) => (a < b ? -1 : 1)));
      await replaceFile(file, JSON.stringify({ by, verdicts } satisfies Kept));
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

/** The schemas are a part of the module. Undefined where there is none. */
const validatorOfNow = (): string | undefined =>
  existsSync(defaultModule)
    ? `${identityOf(defaultModule)} ${codeOf(import.meta.resolve('kubeconform-wasm'))}`
    : undefined;
