import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { groupBy } from '@helm-charts/types';
import { workspace } from '../../../../tools/go/files.ts';
import { placeSchemas } from '../../../engine/src/build/schemas.ts';
import { embeddedSchemas } from '../../../engine/src/build/sources.ts';
import { sourceFiles } from './sources.ts';

/** What a built module was made of: dist/kubeconform.json. */
export interface Manifest {
  /** The hash of the Go sources, of this build and of the schemas. */
  readonly inputs: string;
  /** `apiVersion kind` of every kind that the module has a schema for, by set of schemas. */
  readonly kinds: Readonly<Record<string, readonly string[]>>;
}

/**
 * The manifest of a module built now. The schemas are placed where the Go code embeds them.
 * @throws {Failure} With exit code 2 that names every schema file that is not JSON.
 */
export const manifestOfNow = async (): Promise<Manifest> => {
  const schemas = await placeSchemas();
  const hash = createHash('sha256').update(schemas);
  hash.update(await readFile(join(embeddedSchemas, 'default.json')));
  for (const file of await sourceFiles()) {
    hash.update(JSON.stringify([relative(workspace, file), await readFile(file, 'utf8')]));
  }
  const named = JSON.parse(schemas) as Readonly<Record<string, Named>>;
  return {
    inputs: `sha256:${hash.digest('hex')}`,
    kinds: Object.fromEntries(
      [...groupBy(Object.keys(named), (path) => path.split('/')[0] ?? '')].map(([set, paths]) => [
        set,
        paths.flatMap((path) => kindsOf(named[path] ?? {})),
      ]),
    ),
  };
};

interface Named {
  readonly 'x-kubernetes-group-version-kind'?: readonly Readonly<Record<string, string>>[];
}

const kindsOf = ({ 'x-kubernetes-group-version-kind': kinds = [] }: Named): readonly string[] =>
  kinds.map(({ group, version, kind }) => `${group ? `${group}/` : ''}${version} ${kind}`);
