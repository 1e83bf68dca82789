import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { memoize } from './memoize.ts';

/**
 * The code of packages, as a text that changes with any module of theirs and with the versions of what they depend on: what
 * one version made, another may make otherwise. A package is named by the address of a module in its `src/` or `dist/`.
 */
export const codeOf = (...modules: readonly string[]): string => digestOf(modules.join('\n'));

/** A program as it stands on disk. */
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

/** Code doesn't change while it runs. */
const digestOf = memoize((modules: string): string =>
  modules
    .split('\n')
    .flatMap(filesOf)
    .reduce((hash, file) => hash.update(readFileSync(file)), createHash('sha256'))
    .digest('hex'),
);
