import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Failure } from '@helm-charts/types';
import { fetchModules } from './fetch.ts';
import { type Files, generate } from './generate.ts';
import { folderHash, type Lock } from './lock.ts';
import { printJson } from './print.ts';
import { sources } from './sources.ts';

/**
 * Makes schemas/ again from the Go modules that schemas/lock.json names.
 *
 *     npx node tools/schemas/update.ts                             rebuilds the same files
 *     npx node tools/schemas/update.ts k8s.io/kubernetes@v1.36.4   moves a module to another version
 *     npx node tools/schemas/update.ts --check                     writes nothing, exits with 1 on a difference
 */
const update = async (args: readonly string[]): Promise<void> => {
  const { values, positionals } = parse(args);
  const lock = moved(JSON.parse(await readFile(lockFile, 'utf8')), positionals);
  const modules = Object.keys(sources);
  const fetched = await fetchModules(modules.map((path) => `${path}@${version(lock, path)}`));
  const folders: Record<string, Files> = {};
  const locked: Record<string, { version: string; hash: string }> = {};
  for (const [index, { directory, hash }] of fetched.entries()) {
    const path = modules[index] ?? '';
    const source = sources[path];
    if (source === undefined) continue;
    const expected = lock.sources[path]?.hash;
    if (expected !== undefined && expected !== hash) throw changed(path, expected, hash);
    folders[source.folder] = { ...folders[source.folder], ...(await generate(source, directory)) };
    locked[path] = { version: version(lock, path), hash };
  }
  const hashes = Object.entries(folders).map(([name, files]) => [name, folderHash(files)]);
  const next: Files = {
    'lock.json': printJson({
      generator: 'tools/schemas/update.ts',
      sources: locked,
      folders: Object.fromEntries(hashes),
    }),
  };
  await (values.check ? check : write)(folders, next);
};

const root = join(import.meta.dirname, '../../schemas');
const lockFile = join(root, 'lock.json');

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: { check: { type: 'boolean' } },
      allowPositionals: true,
    });
  } catch (error) {
    throw problem(2, 'update', `${(error as Error).message}.`);
  }
};

/** The lock with other versions; their hashes are not known yet. */
const moved = (lock: Lock, to: readonly string[]): Lock => {
  const next = to.map((module) => {
    const [path = '', version] = module.split('@');
    if (version === undefined || !(path in sources)) {
      const known = Object.keys(sources).join(', ');
      throw problem(2, module, `Write module@version, where the module is one of ${known}.`);
    }
    return [path, { version }] as const;
  });
  return { ...lock, sources: { ...lock.sources, ...Object.fromEntries(next) } };
};

const version = (lock: Lock, path: string): string => {
  const found = lock.sources[path];
  if (found === undefined) {
    throw problem(2, 'schemas/lock.json', `Its sources lack ${path}: name a version, ${path}@v….`);
  }
  return found.version;
};

const write = async (folders: Readonly<Record<string, Files>>, top: Files): Promise<void> => {
  for (const [folder, files] of Object.entries(folders)) {
    const directory = join(root, folder);
    for (const name of await names(directory)) {
      if (!(name in files)) await rm(join(directory, name));
    }
    for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  }
  for (const [name, text] of Object.entries(top)) await writeFile(join(root, name), text);
};

const check = async (folders: Readonly<Record<string, Files>>, top: Files): Promise<void> => {
  const differing: string[] = [];
  for (const [folder, files] of Object.entries({ ...folders, '.': top })) {
    const present = folder === '.' ? Object.keys(files) : await names(join(root, folder));
    for (const name of new Set([...present, ...Object.keys(files)])) {
      const text = await readFile(join(root, folder, name), 'utf8').catch(() => undefined);
      if (text !== files[name]) differing.push(join('schemas', folder, name));
    }
  }
  if (differing.length === 0) return;
  throw new Failure(
    1,
    differing.map((where) => ({
      rule: 'drift',
      severity: 'error',
      where,
      message: 'Not what its source gives: run npm run nx -- run schemas:update.',
    })),
  );
};

const names = async (directory: string): Promise<readonly string[]> =>
  (await readdir(directory).catch(() => [])).filter((name) => name.endsWith('.json'));

const changed = (path: string, expected: string, hash: string): Failure =>
  problem(1, path, `The module's hash is ${hash}, but schemas/lock.json has ${expected}.`);

const problem = (code: 1 | 2, input: string, message: string): Failure =>
  new Failure(code, [{ rule: 'schemas', severity: 'error', input, message }]);

try {
  await update(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(error.message);
  process.exitCode = error.exitCode;
}
