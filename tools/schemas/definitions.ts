import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Schema } from './convert.ts';

/** The part of a CustomResourceDefinition that is read. */
export interface CustomResourceDefinition {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly group: string;
    readonly scope?: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly name: string;
      readonly served?: boolean;
      readonly storage?: boolean;
      readonly deprecated?: boolean;
      readonly schema: { readonly openAPIV3Schema: Schema };
      readonly subresources?: Schema;
    }[];
  };
}

/** The CustomResourceDefinitions in folders of a module. */
export const definitionsIn = async (
  directory: string,
  folders: readonly string[],
): Promise<readonly CustomResourceDefinition[]> => {
  const texts = folders.map(async (folder) => {
    const files = (await readdir(join(directory, folder))).filter((file) => file.endsWith('.yaml'));
    return Promise.all(files.sort().map((file) => readFile(join(directory, folder, file), 'utf8')));
  });
  return (await Promise.all(texts)).flat().flatMap(definitionsOf);
};

/** The CustomResourceDefinitions in a stream of YAML. */
export const definitionsOf = (text: string): readonly CustomResourceDefinition[] =>
  parseAllDocuments(text)
    .map((document) => document.toJS() as CustomResourceDefinition | null)
    .filter((one): one is CustomResourceDefinition => one?.kind === 'CustomResourceDefinition');
