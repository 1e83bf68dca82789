import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { memoize } from './memoize.ts';

/**
 * Returns a fingerprint of packages that changes with their modules and with the versions of their
 * dependencies. Cache keys include it, since other code may compute another result. Each argument
 * is the URL of a module in the `src/` or `dist/` of a package.
 */
export const codeOf = (...modules: readonly string[]): string => digestOf(modules.join('\n'));

/** Returns the fingerprint of the code that computes what a cache keeps. */
export const engineCode = (): string =>
  codeOf(import.meta.url, import.meta.resolve('@helm-charts/kubernetes'));

/** Returns the identity of a program: its path, size and modification time. */
export const identityOf = (program: string): string => {
  const { size, mtimeMs } = statSync(program);
  return `${program} ${size} ${mtimeMs}`;
};

const filesOf = (module: string): readonly string[] => {
  const directory = dirname(fileURLToPath(module));
  const modules = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.[jt]s$/.test(name) && !/\.(test|d)\.ts$/.test(name))
    .sort()
    .map((name) => join(directory, name));
  return [...modules, join(directory, '../package.json')];
};

/** Cached, since code does not change while it runs. */
const digestOf = memoize((modules: string): string =>
  modules
    .split('\n')
    .flatMap(filesOf)
    .reduce((hash, file) => hash.update(readFileSync(file)), createHash('sha256'))
    .digest('hex'),
);
