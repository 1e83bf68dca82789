import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Schema } from './convert.ts';
import { customResourceSchema } from './custom-resource.ts';
import { definitionLine } from './definition-line.ts';
import { type CustomResourceDefinition, definitionsIn, definitionsOf } from './definitions.ts';
import { readDiscovery } from './discovery.ts';
import { readEnums } from './enums.ts';
import type { Module } from './fetch.ts';
import { kubernetesDefinitions } from './kubernetes.ts';
import type { Schemas } from './share.ts';
import type { Source } from './sources.ts';
import { definitionsOfTypes } from './types.ts';

/** What one Go module gives. */
export interface Generated {
  readonly schemas: Schemas;
  /** The CustomResourceDefinitions, each as a line. */
  readonly definitions: readonly string[];
  /** `apiVersion/Kind` of what the API server or the CustomResourceDefinitions serve by default; with the version alone, too. */
  readonly apis: readonly string[];
  /** Those of them that are deprecated. */
  readonly deprecated: readonly string[];
}

/** The schema files of a Go module. `generator` is the version of controller-gen. */
export const generate = async (
  source: Source,
  { directory, version }: Module,
  generator: string,
): Promise<Generated> => {
  switch (source.format) {
    case 'openapi':
      return ofOpenApi(directory);
    case 'crd':
      return ofDefinitions(await definitionsIn(directory, source.folders ?? []), source);
    case 'types': {
      const stream = await definitionsOfTypes(`${source.module}@${version}`, generator);
      return ofDefinitions(definitionsOf(stream), source);
    }
    case 'lifecycle':
      return { schemas: {}, definitions: [], apis: [], deprecated: [] };
  }
};

/** As kubeconform looks for it (pkg/registry/registry.go): kind, first label of the group, version. */
export const fileName = (apiVersion: string, kind: string): string => {
  const [group = '', version] = apiVersion.split('/');
  const suffix = [group.split('.')[0], ...(version === undefined ? [] : [version])];
  return `${[kind, ...suffix].join('-').toLowerCase()}.json`;
};

const ofOpenApi = async (directory: string): Promise<Generated> => {
  const swagger = JSON.parse(await text(directory, 'api/openapi-spec/swagger.json'));
  const enums = readEnums(await text(directory, 'pkg/generated/openapi/zz_generated.openapi.go'));
  const { kinds, apis } = await readDiscovery(directory);
  const found = kubernetesDefinitions(swagger, enums, kinds);
  const files = Object.entries(found.kinds).map(([key, definition]) => {
    const [apiVersion = '', kind = ''] = key.split(' ');
    const $ref = `definitions.json#/definitions/${definition}`;
    return fileOf(apiVersion, kind, { $ref });
  });
  return {
    schemas: {
      ...Object.fromEntries(files),
      'definitions.json': { definitions: found.definitions },
    },
    definitions: [],
    apis,
    deprecated: [],
  };
};

const ofDefinitions = (
  definitions: readonly CustomResourceDefinition[],
  { unserved = false }: Source,
): Generated => {
  const versions = definitions.flatMap((definition) =>
    definition.spec.versions.map((version) => ({
      version,
      apiVersion: `${definition.spec.group}/${version.name}`,
      kind: definition.spec.names.kind,
      schema: customResourceSchema(definition, version.name),
    })),
  );
  const served = versions.filter(({ version }) => version.served !== false);
  const api = ({ apiVersion, kind }: (typeof versions)[number]) => `${apiVersion}/${kind}`;
  return {
    schemas: Object.fromEntries(
      (unserved ? versions : served).map(({ apiVersion, kind, schema }) =>
        fileOf(apiVersion, kind, schema ?? {}),
      ),
    ),
    definitions: definitions.map((definition) => definitionLine(definition, unserved)),
    apis: served.map(api),
    deprecated: served.filter(({ version }) => version.deprecated === true).map(api),
  };
};

/** The file of a kind. It tells its readers, and the build of the validator, what it is the schema of. */
const fileOf = (apiVersion: string, kind: string, schema: Schema): readonly [string, Schema] => {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  const named = { 'x-kubernetes-group-version-kind': [{ group, version, kind }] };
  return [fileName(apiVersion, kind), { ...named, ...schema }];
};

const text = (directory: string, file: string): Promise<string> =>
  readFile(join(directory, file), 'utf8');
