import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Failure, type Finding } from '@helm-charts/types';
import { replaceFile } from '../write.ts';

const workspace = join(import.meta.dirname, '../../../..');
const schemas = join(workspace, 'schemas');

/** The file that is compiled into the engine (go/validation/schemas.go). */
const file = join(workspace, 'packages/engine/go/validation/schemas.gz');

/**
 * Writes the schemas of all kinds into one file for the Go code. A line of it is a schema of a kind, or one of the
 * definitions that schemas refer to; so what is not used is not parsed. The same schemas make the same file.
 * @throws {Failure} With exit code 2 that names each schema that is not JSON.
 */
export const writeSchemas = async (): Promise<void> => {
  const read = readdirSync(schemas, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /^[^/]+\/[^/]+\.json$/.test(path))
    .sort()
    .map((path) => readSchema(path));
  const findings = read.flatMap((one) => one.findings);
  if (findings.length > 0) throw new Failure(2, findings);
  const lines = read.flatMap(({ path, schema }) => linesOf(path, schema ?? {}));
  await replaceFile(file, gzipSync(lines.join(''), { level: 9 }));
};

interface Schema {
  readonly $schema?: string;
  readonly 'x-kubernetes-group-version-kind'?: readonly Readonly<Record<string, string>>[];
  readonly definitions?: Readonly<Record<string, object>>;
}

interface Read {
  readonly path: string;
  readonly schema?: Schema;
  readonly findings: readonly Finding[];
}

const readSchema = (path: string): Read => {
  try {
    return { path, schema: JSON.parse(readFileSync(join(schemas, path), 'utf8')), findings: [] };
  } catch (error) {
    const finding: Finding = {
      rule: 'schemas',
      severity: 'error',
      position: { file: `schemas/${path}` },
      message: `the schema file is not whole JSON (${(error as Error).message})`,
      fix: 'restore it, for instance with "npm run nx -- run schemas:update"',
    };
    return { path, findings: [finding] };
  }
};

/** The lines of a file: its path, the kinds that it is the schema of, the paths that it refers to, and its JSON. */
const linesOf = (path: string, { definitions = {}, ...schema }: Schema): readonly string[] => {
  const kinds = schema['x-kubernetes-group-version-kind'] ?? [];
  const names = kinds.map(({ group, version, kind }) =>
    group ? `${group}/${version} ${kind}` : `${version} ${kind}`,
  );
  const { $schema } = schema;
  return [
    lineOf(path, names, schema),
    ...Object.entries(definitions).map(([name, definition]) =>
      lineOf(definitionPath(path, name), [], { ...($schema && { $schema }), ...definition }),
    ),
  ];
};

const lineOf = (path: string, kinds: readonly string[], schema: object): string => {
  const references = new Set<string>();
  const text = JSON.stringify(schema, (key, value: unknown) => {
    if (key !== '$ref' || typeof value !== 'string') return value;
    const target = targetOf(path, value);
    references.add(target);
    return `/schemas/${target}`;
  });
  return `${[path, kinds.join(','), [...references].join(','), text].join('\t')}\n`;
};

/** The path of the schema that a reference names: a definition of the same file, or of another one. */
const targetOf = (path: string, reference: string): string => {
  const [, file = '', name = ''] = /^([^#]*)#\/definitions\/([^/]+)$/.exec(reference) ?? [];
  const [own = ''] = path.split('/definitions/');
  return definitionPath(file === '' ? own : posix.join(posix.dirname(own), file), name);
};

const definitionPath = (file: string, name: string): string => `${file}/definitions/${name}`;
