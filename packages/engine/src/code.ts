import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { memoize } from './memoize.ts';
// A run observes the modules that it loads, and its answer does not depend on others.
import { readdirSync, readFileSync } from './state.ts';

/**
 * Returns a fingerprint of packages that changes with their modules and with the versions of their
 * dependencies. Cache keys include it, since other code may compute another result. Each argument
 * is the URL of a module in the `src/` or `dist/` of a package.
 */
export const codeOf = (...modules: readonly string[]): string =>
  modules.map((module) => digestOf(dirname(fileURLToPath(module)))).join(' ');

/** Returns the fingerprint of the code that computes what a cache keeps. */
export const engineCode = (): string => {
  // Each result asks for it, and to resolve a package takes longer than to read a result.
  known ??= codeOf(import.meta.url, import.meta.resolve('@helm-charts/kubernetes'));
  return known;
};

let known: string | undefined;

/** Returns the identity of a program: its path, size and modification time. */
export const identityOf = (program: string): string => {
  const { size, mtimeMs } = statSync(program);
  return `${program} ${size} ${mtimeMs}`;
};

/** The files that the fingerprint of a folder `src/` or `dist/` of a package depends on. */
export const filesOfFolder = (folder: string): readonly string[] => {
  const modules = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.[jt]s$/.test(name) && !/\.(test|d)\.ts$/.test(name))
    .sort()
    .map((name) => join(folder, name));
  return [...modules, join(folder, '../package.json')];
};

/** Computes the fingerprint of the folder `src/` or `dist/` of a package. */
export const digestOfFolder = (folder: string): string =>
  filesOfFolder(folder)
    .reduce((hash, file) => hash.update(readFileSync(file)), createHash('sha256'))
    .digest('hex');

/** The fingerprints of folders, where they were computed when this program was built (tools/program/build.ts). */
declare const builtCode: Readonly<Record<string, string>> | undefined;

/** Cached, since code does not change while it runs. */
const digestOf = memoize((folder: string): string => {
  const known = typeof builtCode === 'undefined' ? undefined : builtCode[folder];
  return known ?? digestOfFolder(folder);
});
