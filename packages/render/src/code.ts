import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The code of packages, as a text that changes with any of it: what one version of it made, another may make otherwise.
 * Packages are named by the addresses of their first modules.
 */
export const codeOf = (...modules: readonly string[]): string => {
  const key = modules.join('\n');
  const digest = digests.get(key) ?? digestOf(modules.flatMap(sourcesOf));
  digests.set(key, digest);
  return digest;
};

/** A program as it stands on disk. */
export const identityOf = (program: string): string => {
  const { size, mtimeMs } = statSync(program);
  return `${program} ${size} ${mtimeMs}`;
};

/** Code doesn't change while it runs. */
const digests = new Map<string, string>();

const sourcesOf = (module: string): readonly string[] => {
  const directory = dirname(fileURLToPath(module));
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .sort()
    .map((name) => join(directory, name));
};

const digestOf = (files: readonly string[]): string =>
  files.reduce((hash, file) => hash.update(readFileSync(file)), createHash('sha256')).digest('hex');
