import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Failure } from '@helm-charts/types';
import { compareSets } from './compare.ts';
import type { Files, Lock } from './lock.ts';
import { makeSet, type Wanted } from './make.ts';
import { printJson } from './print.ts';
import { families, familyOf } from './sources.ts';
import { targetFiles } from './targets.ts';

const usage = `Makes schemas/ and packages/kubernetes/src/target from Go modules, and prints what is other than before.

  update.ts                                                make all sets of schemas/lock.json again
  update.ts kubernetes-1.36 k8s.io/kubernetes@v1.36.4      move a module of a set to another version
  update.ts kubernetes-1.38                                make a new set, of the newest release
  update.ts --check                                        write nothing, exit with 1 on a difference`;

const update = async (args: readonly string[]): Promise<void> => {
  const { values, positionals } = parse(args);
  const lock: Lock = JSON.parse(await readFile(lockFile, 'utf8'));
  const made = [];
  for (const wanted of wantedSets(lock, positionals)) made.push(await makeSet(wanted));
  const folders = Object.fromEntries(made.map(({ name, files }) => [join(schemas, name), files]));
  const next: Lock = {
    generator: 'tools/schemas/update.ts',
    controllerGen: lock.controllerGen,
    sets: Object.fromEntries(made.map(({ name, locked }) => [name, locked])),
  };
  const all = { ...folders, [targets]: targetFiles(made) };
  if (values.check) return check(all, printJson(next));
  for (const { name, files } of made) {
    console.log([name, ...(await difference(lock, name, files))].join('\n  '));
  }
  await write(all, printJson(next));
};

const root = join(import.meta.dirname, '../..');
const schemas = 'schemas';
const targets = 'packages/kubernetes/src/target';
const lockFile = join(root, schemas, 'lock.json');

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: { check: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
  } catch (error) {
    throw wrong('update', `${(error as Error).message}.`);
  }
};

/** The sets of the lock, with what the arguments change or add. */
const wantedSets = (lock: Lock, [set, ...modules]: readonly string[]): readonly Wanted[] => {
  if (set !== undefined && familyOf(set) === undefined) {
    const known = Object.keys(families).join(', ');
    throw wrong(
      set,
      `It names no set: it is one of ${known}, the first two with a version.\n${usage}`,
    );
  }
  const moved = Object.fromEntries(modules.map(moduleOf));
  const names = [...new Set([...Object.keys(lock.sets), ...(set === undefined ? [] : [set])])];
  const sources = families[familyOf(set ?? '') ?? '']?.map(({ module }) => module) ?? [];
  const unknown = Object.keys(moved).find((module) => !sources.includes(module));
  if (unknown !== undefined)
    throw wrong(unknown, `The modules of ${set} are ${sources.join(', ')}.`);
  return names.toSorted(byFamily).map((name) => {
    const locked = Object.entries(lock.sets[name]?.sources ?? {});
    const kept = locked.filter(([module]) => name !== set || !(module in moved));
    return {
      name,
      generator: lock.controllerGen,
      versions: {
        ...Object.fromEntries(locked.map(([module, { version }]) => [module, version])),
        ...(name === set && moved),
      },
      hashes: Object.fromEntries(kept.map(([module, { hash }]) => [module, hash])),
    };
  });
};

const moduleOf = (text: string): readonly [string, string] => {
  const [module = '', version = ''] = text.split('@');
  if (version === '')
    throw wrong(text, 'Write a module with its version: k8s.io/kubernetes@v1.36.4.');
  return [module, version];
};

/** In the order of the families, the oldest version first. */
const byFamily = (a: string, b: string): number => {
  const order = Object.keys(families);
  const at = (name: string) => order.indexOf(familyOf(name) ?? '');
  const minor = (name: string) => Number(/\d+$/.exec(name)?.[0] ?? 0);
  return at(a) - at(b) || minor(a) - minor(b);
};

/** What a set has that it did not have before, or, if it is new, that the version before it has not. */
const difference = async (lock: Lock, name: string, files: Files): Promise<readonly string[]> => {
  const present = Object.keys(lock.sets).filter((one) => familyOf(one) === familyOf(name));
  const base = name in lock.sets ? name : present.toSorted(byFamily).at(-1);
  const before = base === undefined ? {} : await filesOf(join(root, schemas, base));
  const lines = compareSets(before, files);
  if (lines.length === 0) return ['no kind and no field is other than before'];
  return base === name || base === undefined ? lines : [`compared with ${base}:`, ...lines];
};

const write = async (folders: Readonly<Record<string, Files>>, lock: string): Promise<void> => {
  for (const [folder, files] of Object.entries(folders)) {
    const directory = join(root, folder);
    await mkdir(directory, { recursive: true });
    if (folder !== targets)
      for (const name of Object.keys(await filesOf(directory)))
        if (!(name in files)) await rm(join(directory, name));
    for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  }
  await writeFile(lockFile, lock);
};

const check = async (folders: Readonly<Record<string, Files>>, lock: string): Promise<void> => {
  const differing: string[] = [];
  const all: Readonly<Record<string, Files>> = { ...folders, schemas: { 'lock.json': lock } };
  for (const [folder, files] of Object.entries(all)) {
    const present = folder.startsWith('schemas/') ? await filesOf(join(root, folder)) : {};
    for (const name of new Set([...Object.keys(present), ...Object.keys(files)])) {
      const text = await readFile(join(root, folder, name), 'utf8').catch(() => undefined);
      if (text !== files[name]) differing.push(join(folder, name));
    }
  }
  if (differing.length === 0) return;
  const message = 'Not what its source gives: run npm run nx -- run schemas:update.';
  throw new Failure(
    1,
    differing.map((where) => ({ rule: 'drift', severity: 'error', input: where, message })),
  );
};

const filesOf = async (directory: string): Promise<Files> => {
  const all = await readdir(directory).catch(() => []);
  const names = all.filter((name) => /\.jsonl?$/.test(name));
  const texts = names.map(
    async (name) => [name, await readFile(join(directory, name), 'utf8')] as const,
  );
  return Object.fromEntries(await Promise.all(texts));
};

const wrong = (input: string, message: string): Failure =>
  new Failure(2, [{ rule: 'schemas', severity: 'error', input, message }]);

try {
  await update(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(error.message);
  process.exitCode = error.exitCode;
}
