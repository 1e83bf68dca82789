import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { memoize, replaceFile } from '@helm-charts/engine';
import type { Place } from '../place.ts';
import { configFiles, folderOf } from './tsconfig.ts';

interface Cached {
  /** The SHA-256 of each file by its path, which is relative to the workspace, since the workspace may be a copy of another one. */
  readonly digests: Readonly<Record<string, string>>;
}

/** The places whose sources had findings in the last compilation, or have changed since. */
export const changedOf = async (places: readonly Place[]): Promise<readonly Place[]> => {
  // Most charts of a workspace import the same packages.
  const digest = memoize(digestOf);
  const isChanged = await Promise.all(
    places.map(async (place) => !(await isCached(place, digest))),
  );
  return places.filter((_, index) => isChanged[index]);
};

/** Caches that the compiler has found nothing in the sources of a place; `files` are those that it read. */
export const keep = async (place: Place, files: readonly string[]): Promise<void> => {
  const all = [...files, ...configFiles(place), ...installed(place), ...ownFiles()];
  const entries = all.map(
    async (file) => [relative(place.workspace, file), await digestOf(file)] as const,
  );
  const digests = Object.fromEntries(await Promise.all(entries));
  // Without it the next run takes longer, and that is all.
  await replaceFile(cacheFile(place), JSON.stringify({ digests } satisfies Cached)).catch(() => {});
};

const isCached = async (
  place: Place,
  digest: (file: string) => Promise<string>,
): Promise<boolean> => {
  const text = await readFile(cacheFile(place), 'utf8').catch(() => undefined);
  if (text === undefined) return false;
  const { digests } = JSON.parse(text) as Cached;
  const same = Object.entries(digests).map(
    async ([file, known]) => (await digest(join(place.workspace, file))) === known,
  );
  return (await Promise.all(same)).every(Boolean);
};

const cacheFile = (place: Place): string => join(folderOf(place), 'checked.json');

/** The files that npm, pnpm, Yarn and a linked TypeScript change when packages are installed. */
const installed = ({ workspace }: Place): readonly string[] =>
  ['.package-lock.json', '.modules.yaml', '.yarn-state.yml', 'typescript/package.json'].map(
    (name) => join(workspace, 'node_modules', name),
  );

/** The code of this check, since another version may find more. */
const ownFiles = (): readonly string[] =>
  readdirSync(import.meta.dirname)
    .filter((name) => /(?<!\.test|\.d)\.[jt]s$/.test(name))
    .map((name) => join(import.meta.dirname, name));

const digestOf = async (file: string): Promise<string> => {
  const content = await readFile(file).catch(() => '');
  return createHash('sha256').update(content).digest('hex');
};
