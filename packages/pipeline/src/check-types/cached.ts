import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { replaceFile } from '@helm-charts/engine';
import { type Read, reportFiles } from '@helm-charts/engine/folder';
import { digestOf, isOlder, type State, stateOf } from '@helm-charts/engine/state';
import type { Place } from '../place.ts';
import { configFiles, folderOf } from './tsconfig.ts';

/** The files of the last compilation without findings. */
interface Cached {
  /** When they were read, in milliseconds since 1970. */
  readonly at: number;
  /** By their paths, which are relative to the workspace, since the workspace may be a copy of another one. */
  readonly files: Readonly<Record<string, Read>>;
}

/** The places whose sources had findings in the last compilation, or have changed since. */
export const changedOf = async (places: readonly Place[]): Promise<readonly Place[]> => {
  const look = looking();
  const isSame = await Promise.all(places.map((place) => isCached(place, look)));
  return places.filter((_, index) => !isSame[index]);
};

/** Caches that the compiler has found nothing in the sources of a place; `compiled` are the files that it read. */
export const keep = async (place: Place, compiled: readonly string[]): Promise<void> => {
  const look = looking();
  const at = Date.now();
  const all = [...compiled, ...configFiles(place), ...installed(place), ...ownFiles()];
  const files = Object.fromEntries(
    all.map((file) => [relative(place.workspace, file), look(file)]),
  );
  report(place, files);
  await write(place, { at, files });
};

/** A file with other times may have the same content, for instance in another working tree; its times are kept then. */
const isCached = async (place: Place, look: Look): Promise<boolean> => {
  const at = Date.now();
  const cached = read(place);
  if (cached === undefined) return false;
  const files: Record<string, Read> = {};
  let isRead = false;
  for (const [file, known] of Object.entries(cached.files)) {
    const found = look(pathOf(place, file), known, cached.at);
    if (found.digest !== known.digest) return false;
    isRead ||= found !== known;
    files[file] = found;
  }
  report(place, files);
  if (isRead) await write(place, { at, files });
  return true;
};

/** Most files are in the workspace, and to join paths takes longer than to look at them. */
const pathOf = ({ workspace }: Place, file: string): string =>
  file.startsWith('..') ? join(workspace, file) : `${workspace}/${file}`;

/** The answer of a run depends on them. */
const report = (place: Place, files: Cached['files']): void =>
  reportFiles(Object.entries(files).map(([file, one]) => [pathOf(place, file), one]));

/**
 * Returns what is at a path: what is known of it from a time (milliseconds since 1970), if it has the same times; otherwise the
 * file is read.
 */
type Look = (path: string, known?: Read, at?: number) => Read;

/** Most places import the same files, each of which is looked at once. */
const looking = (): Look => {
  const states = new Map<string, State>();
  const reads = new Map<string, Read>();
  const readAt = (path: string, { kind, stamp }: State): Read => {
    const found = reads.get(path) ?? { kind, stamp, digest: digestOf(path, kind) };
    reads.set(path, found);
    return found;
  };
  return (path, known, at = 0) => {
    const state = states.get(path) ?? stateOf(path);
    states.set(path, state);
    const isKnown = state.kind === known?.kind && state.stamp === known.stamp && isOlder(state, at);
    return isKnown ? known : readAt(path, state);
  };
};

const read = (place: Place): Cached | undefined => {
  try {
    const cached = JSON.parse(readFileSync(cacheFile(place), 'utf8')) as Partial<Cached>;
    const { at, files } = cached;
    return at === undefined || files === undefined ? undefined : { at, files };
  } catch {
    return undefined;
  }
};

/** Without it the next run takes longer, and that is all. */
const write = (place: Place, cached: Cached): Promise<void> =>
  replaceFile(cacheFile(place), JSON.stringify(cached)).catch(() => {});

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
