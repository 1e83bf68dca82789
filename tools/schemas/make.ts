import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '@helm-charts/types';
import { definitionsFile } from './definition-line.ts';
import { fetchModule, type Module } from './fetch.ts';
import { type Generated, generate } from './generate.ts';
import { type Lifecycle, readLifecycles } from './lifecycle.ts';
import { type Files, folderHash, type LockedSet } from './lock.ts';
import { printJson } from './print.ts';
import { type Schemas, share } from './share.ts';
import { families, familyOf, type Source } from './sources.ts';

/** A set of schemas as its sources give it. */
export interface MadeSet {
  readonly name: string;
  readonly files: Files;
  readonly locked: LockedSet;
  readonly apis: readonly string[];
  readonly deprecated: readonly string[];
  /** For Kubernetes only. */
  readonly lifecycles: readonly Lifecycle[];
  /** What the modules of the set need, from their go.mod: version by module. */
  readonly requires: Readonly<Record<string, string>>;
}

/** What a set is made of. */
export interface Wanted {
  readonly name: string;
  /** Versions by module; a module without one has the newest that belongs to the set. */
  readonly versions: Readonly<Record<string, string>>;
  /** The hash that a module must have. */
  readonly hashes: Readonly<Record<string, string>>;
  /** The version of controller-gen. */
  readonly generator: string;
}

/**
 * Makes a set from its Go modules.
 * @throws {Failure} With exit code 1 if a module has another hash than the lock says, 3 if it can't be had.
 */
export const makeSet = async ({ name, versions, hashes, generator }: Wanted): Promise<MadeSet> => {
  const sources = families[familyOf(name) ?? ''] ?? [];
  const fetched = await Promise.all(
    sources.map(async (source) => {
      const module = await fetchModule(
        `${source.module}@${versions[source.module] ?? newest(name, source)}`,
      );
      const expected = hashes[source.module];
      if (expected !== undefined && expected !== module.hash)
        throw changed(source.module, expected, module.hash);
      return { source, module };
    }),
  );
  const parts: Generated[] = [];
  // In turn, since each of the Go types is compiled on all cores.
  for (const { source, module } of fetched) parts.push(await generate(source, module, generator));
  const schemas = Object.assign({}, ...parts.map((part) => part.schemas)) as Schemas;
  const lines = parts.flatMap((part) => part.definitions).toSorted();
  const files = {
    ...printed(familyOf(name) === name ? share(schemas) : schemas),
    ...(lines.length > 0 && { [definitionsFile]: `${lines.join('\n')}\n` }),
  };
  const { minor } = /\d+\.(?<minor>\d+)$/.exec(name)?.groups ?? {};
  const lifecycles = fetched
    .filter(({ source }) => source.format === 'lifecycle')
    .map(({ module }) => readLifecycles(module.directory, Number(minor)));
  return {
    name,
    files,
    locked: {
      sources: Object.fromEntries(
        fetched.map(({ source, module: { version, hash } }) => [source.module, { version, hash }]),
      ),
      hash: folderHash(files),
    },
    apis: parts.flatMap((part) => part.apis).toSorted(),
    deprecated: parts.flatMap((part) => part.deprecated).toSorted(),
    lifecycles: (await Promise.all(lifecycles)).flat(),
    requires: Object.assign(
      {},
      ...(await Promise.all(fetched.map(({ module }) => required(module)))),
    ),
  };
};

const printed = (schemas: Schemas): Files =>
  Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [
      name,
      printJson({ $schema: 'http://json-schema.org/draft-07/schema#', ...schema }),
    ]),
  );

/** The newest release: of Kubernetes the one of the minor version, `v1.37`, which the modules of its libraries call `v0.37`. */
const newest = (set: string, { module }: Source): string => {
  const minor = /^kubernetes-1\.(\d+)$/.exec(set)?.[1];
  if (minor === undefined) return 'latest';
  return module === 'k8s.io/kubernetes' ? `v1.${minor}` : `v0.${minor}`;
};

const required = async ({ directory }: Module): Promise<Readonly<Record<string, string>>> => {
  const text = await readFile(join(directory, 'go.mod'), 'utf8');
  const replaced = [...text.matchAll(/^\s*(?:replace )?(\S+) => \S+ v(\S+)$/gm)];
  const needed = [...text.matchAll(/^\s*(?:require )?(\S+\/\S+) v(\S+)(?: \/\/ indirect)?$/gm)];
  return Object.fromEntries([...needed, ...replaced].map(([, path, version]) => [path, version]));
};

const changed = (path: string, expected: string, hash: string): Failure =>
  new Failure(1, [
    {
      rule: 'schemas',
      severity: 'error',
      input: path,
      message: `The module's hash is ${hash}, but schemas/lock.json has ${expected}.`,
    },
  ]);
