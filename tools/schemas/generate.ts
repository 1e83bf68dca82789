import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Schema } from './convert.ts';
import { readEnums } from './enums.ts';
import { type CustomResourceDefinition, customResourceSchema } from './flux.ts';
import { kubernetesDefinitions } from './kubernetes.ts';
import { printJson } from './print.ts';
import type { Source } from './sources.ts';

/** Texts of files by their name in the folder. */
export type Files = Readonly<Record<string, string>>;

/** The schema files that one Go module, unpacked in `directory`, gives. */
export const generate = async (source: Source, directory: string): Promise<Files> => {
  const schemas = await (source.format === 'openapi' ? fromOpenApi : fromCrds)(source, directory);
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [
      name,
      printJson({ $schema: 'http://json-schema.org/draft-07/schema#', ...schema }),
    ]),
  );
};

/** As kubeconform looks for it (pkg/registry/registry.go): kind, first label of the group, version. */
export const fileName = (apiVersion: string, kind: string): string => {
  const [group = '', version] = apiVersion.split('/');
  const suffix = [group.split('.')[0], ...(version === undefined ? [] : [version])];
  return `${[kind, ...suffix].join('-').toLowerCase()}.json`;
};

type Schemas = Readonly<Record<string, Schema>>;

const fromOpenApi = async ({ kinds }: Source, directory: string): Promise<Schemas> => {
  const swagger = JSON.parse(await text(directory, 'api/openapi-spec/swagger.json'));
  const enums = readEnums(await text(directory, 'pkg/generated/openapi/zz_generated.openapi.go'));
  const found = kubernetesDefinitions(swagger, enums, kinds);
  const files = Object.entries(found.kinds).map(([key, definition]) => {
    const [apiVersion = '', kind = ''] = key.split(' ');
    const $ref = `definitions.json#/definitions/${definition}`;
    return [fileName(apiVersion, kind), { ...named(apiVersion, kind), $ref }] as const;
  });
  return { ...Object.fromEntries(files), 'definitions.json': { definitions: found.definitions } };
};

const fromCrds = async ({ kinds }: Source, directory: string): Promise<Schemas> => {
  const bases = join(directory, 'config/crd/bases');
  const crds = await Promise.all(
    (await readdir(bases)).map(async (file) => parse(await text(bases, file))),
  );
  return Object.fromEntries(
    Object.entries(kinds).flatMap(([apiVersion, names]) =>
      names.map((kind) => [fileName(apiVersion, kind), ofCrd(crds, apiVersion, kind)]),
    ),
  );
};

const ofCrd = (
  crds: readonly CustomResourceDefinition[],
  apiVersion: string,
  kind: string,
): Schema => {
  const [group, version = ''] = apiVersion.split('/');
  const crd = crds.find(({ spec }) => spec.group === group && spec.names.kind === kind);
  const schema = crd && customResourceSchema(crd, version);
  if (schema === undefined) throw new Error(`Flux has no ${kind} of ${apiVersion}.`);
  return { ...named(apiVersion, kind), ...schema };
};

/** Tells readers of the file, and the build of the validator, what it is the schema of. */
const named = (apiVersion: string, kind: string): Schema => {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  return { 'x-kubernetes-group-version-kind': [{ group, version, kind }] };
};

const text = (directory: string, file: string): Promise<string> =>
  readFile(join(directory, file), 'utf8');
