import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure, type Finding } from '@helm-charts/types';
import { filesBelow, readSchemas } from '../../../../tools/go/files.ts';
import { goDirectory } from './files.ts';

/** What a built module was made of: dist/kubeconform.json. */
export interface Manifest {
  /** The hash of the Go sources, of this build and of the schemas. */
  readonly inputs: string;
  /** `apiVersion kind` of every kind that the module has a schema for. */
  readonly kinds: readonly string[];
}

/** The manifest of a module built now. Throws a Failure with exit code 2 that names every schema file that isn't whole. */
export const manifestOfNow = async (): Promise<Manifest> => {
  const schemas = await readSchemas();
  const broken = Object.entries(schemas).flatMap(([path, text]) => problemOf(path, text));
  if (broken.length > 0) throw new Failure(2, broken);
  const hash = createHash('sha256').update(JSON.stringify(schemas));
  for (const directory of [goDirectory, import.meta.dirname]) {
    for (const file of await filesBelow(directory)) {
      if (file.endsWith('.test.ts')) continue;
      hash.update(JSON.stringify([file, await readFile(join(directory, file), 'utf8')]));
    }
  }
  return {
    inputs: `sha256:${hash.digest('hex')}`,
    kinds: Object.values(schemas).flatMap((text) => kindsOf(JSON.parse(text))),
  };
};

/** A sentence about a schema file that is empty, cut off or otherwise not JSON. */
export const problemOf = (path: string, text: string): readonly Finding[] => {
  try {
    JSON.parse(text);
    return [];
  } catch (cause) {
    return [
      {
        rule: 'schemas',
        severity: 'error',
        position: { file: `schemas/${path}` },
        message: `the schema file is not whole JSON (${(cause as Error).message})`,
        fix: 'restore it, for instance with "npm run nx -- run schemas:update"',
      },
    ];
  }
};

interface Named {
  readonly 'x-kubernetes-group-version-kind'?: readonly Readonly<Record<string, string>>[];
}

const kindsOf = ({ 'x-kubernetes-group-version-kind': kinds = [] }: Named): readonly string[] =>
  kinds.map(({ group, version, kind }) => `${group ? `${group}/` : ''}${version} ${kind}`);
