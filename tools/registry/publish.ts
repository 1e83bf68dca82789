import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { publishedDirectories } from '../release/directories.ts';
import type { Registry } from './registry.ts';

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
}

const root = resolve(import.meta.dirname, '../..');

/** The directories of the packages that are published, by their names. */
const published = (): ReadonlyMap<string, string> => {
  const directories = [
    join(root, 'schemas'),
    ...readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name)),
  ].filter((directory) => existsSync(join(directory, 'package.json')));
  return new Map(
    directories.flatMap((directory) => {
      if (manifestOf(directory).private) return [];
      return publishedDirectories(directory).map((one) => [manifestOf(one).name, one] as const);
    }),
  );
};

const manifestOf = (directory: string): Manifest =>
  JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as Manifest;

/** Publishes every package, and returns the bytes of each tarball. */
export const publishAll = async ({
  userConfig,
}: Registry): Promise<Readonly<Record<string, number>>> => {
  const env = { ...process.env, npm_config_userconfig: userConfig, npm_config_registry: undefined };
  const publish = async ([name, cwd]: readonly [string, string]) => {
    const { stdout } = await promisify(execFile)('npm', ['publish', '--json'], { cwd, env });
    const said = JSON.parse(stdout) as Readonly<Record<string, Tarball>> & Partial<Tarball>;
    return [name, said.size ?? said[name]?.size ?? 0] as const;
  };
  return Object.fromEntries(await Promise.all([...published()].map(publish)));
};

interface Tarball {
  readonly size: number;
}
