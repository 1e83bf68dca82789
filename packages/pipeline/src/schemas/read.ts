import { isUtf8 } from 'node:buffer';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { type Engine, openEngine } from '@helm-charts/engine';
import { isObject, listAt, parseYamlStream, stringAt } from '@helm-charts/kubernetes';
import { type Checked, type Finding, groupBy, type JsonSchema } from '@helm-charts/types';
import { cacheFolder } from '../cache-folder.ts';
import { isDirectory } from '../place.ts';
import { crdProblems } from './crd-problems.ts';
import { type CustomKindSource, isKindName, kindsOfCrd, printKind } from './custom-kind.ts';

/** A source of definitions. Paths are absolute. */
export interface SchemaSource {
  readonly workspace: string;
  /** A file, a folder, or the directory of a chart. */
  readonly path: string;
  /** The kind of a plain JSON Schema, `<group>/<version>/<Kind>`, if the schema does not contain it. */
  readonly kind?: string | undefined;
}

/** Reads the custom kinds that a file, a folder or a chart defines. */
export const readKinds = async (
  { workspace, path, kind }: SchemaSource,
  engine: Pick<Engine, 'render'> = openEngine({
    workspaceRoot: workspace,
    cache: cacheFolder(workspace),
  }),
): Promise<Checked<readonly CustomKindSource[]>> => {
  const shown = relative(workspace, path);
  if (!existsSync(path)) {
    return { findings: [problem(shown, 'the file or folder does not exist', 'correct the path')] };
  }
  const isChart = existsSync(join(path, 'Chart.yaml'));
  const texts = (isDirectory(path) ? filesBelow(path, isChart) : [path]).map((file) => ({
    file: relative(workspace, file),
    content: readFileSync(file),
  }));
  const rendered = isChart ? await renderedText(path, engine) : { findings: [] };
  const read = [...texts, ...(rendered.value ?? [])].map(({ file, content }) =>
    isText(content) ? kindsOfText(content.toString(), file, kind) : { findings: [noText(file)] },
  );
  const findings = read.flatMap((one) => one.findings);
  const all = read.flatMap(({ value = [] }) => value);
  // A folder may hold other files than definitions.
  const wrong = isDirectory(path) ? findings.filter(({ rule }) => rule === 'schemas') : findings;
  if (wrong.length > 0) return { findings: wrong };
  if (all.length === 0) {
    const message =
      'this defines no custom resource: it contains neither a CustomResourceDefinition nor a JSON Schema of a kind';
    // If nothing was found, the error of Helm may be the reason.
    const why = rendered.findings.map((finding) => ({ ...finding, input: shown }));
    return { findings: [problem(shown, message, hint), ...why] };
  }
  // A chart may have a definition in crds/ and also render it.
  return {
    value: [...groupBy(all, printKind).values()].flatMap((same) => same.slice(0, 1)),
    findings: [],
  };
};

const hint =
  'pass the file with the CustomResourceDefinition, the directory of a chart, or a JSON Schema with --kind <group>/<version>/<Kind>';

/** In a chart, only `crds/` contains definitions that are not templates. */
const filesBelow = (path: string, isChart: boolean): readonly string[] => {
  const folder = isChart ? join(path, 'crds') : path;
  if (!isDirectory(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ya?ml|json)$/.test(name) && !/(^|[\\/])(node_modules|\.)/.test(name))
    .toSorted()
    .map((name) => join(folder, name));
};

/**
 * The manifests that Helm renders with the chart's defaults. For a chart that requires values, only `crds/` is read.
 */
const renderedText = async (
  chart: string,
  engine: Pick<Engine, 'render'>,
): Promise<Checked<readonly { readonly file: string; readonly content: Buffer }[]>> => {
  const release = { name: 'schemas', namespace: 'default', chart, values: {} };
  const [made] = await engine.render([release]);
  return made?.value === undefined
    ? { findings: made?.findings ?? [] }
    : { value: [{ file: basename(chart), content: Buffer.from(made.value.text) }], findings: [] };
};

const kindsOfText = (
  text: string,
  file: string,
  named: string | undefined,
): Checked<readonly CustomKindSource[]> => {
  const documents = parseYamlStream(text, file);
  const findings = documents.flatMap((document) => document.findings);
  if (findings.length > 0) return { findings };
  const objects = documents.flatMap(({ value: object }) => [object, ...listAt(object, 'items')]);
  const value = [
    ...objects.flatMap(kindsOfCrd),
    ...documents.flatMap(({ value: object }) => kindOfSchema(object, named)),
  ];
  return { value, findings: objects.flatMap((object) => crdProblems(object, file)) };
};

const isText = (content: Buffer): boolean => isUtf8(content) && !content.includes(0);

const noText = (file: string): Finding => ({
  rule: 'yaml',
  severity: 'error',
  position: { file },
  message: 'the file is not UTF-8 text, so no definition can be read from it',
  fix: 'save it as UTF-8, or name another file',
});

/** A JSON Schema says its kind in the constants of `apiVersion` and `kind`, or in Kubernetes' own keyword. */
const kindOfSchema = (object: unknown, named: string | undefined): readonly CustomKindSource[] => {
  if (!isObject(object) || 'kind' in object) return [];
  const { properties = {} } = object;
  // What is named may be a reference, or an object without fields.
  const isSchema = named !== undefined && ('$ref' in object || object.type === 'object');
  if (!isObject(properties) || !('properties' in object || isSchema)) return [];
  const [marked] = listAt(object, 'x-kubernetes-group-version-kind');
  const apiVersion = constantOf(properties.apiVersion);
  const kind = constantOf(properties.kind);
  const text =
    named ??
    (marked === undefined
      ? `${apiVersion}/${kind}`
      : `${stringAt(marked, 'group')}/${stringAt(marked, 'version')}/${stringAt(marked, 'kind')}`);
  const [group, version, own] = text.split('/');
  return group && version && own && isKindName({ group, version, kind: own })
    ? [{ group, version, kind: own, scope: 'Namespaced', schema: inlined(object, object) }]
    : [];
};

const constantOf = (schema: unknown): unknown =>
  isObject(schema) ? (schema.const ?? (Array.isArray(schema.enum) ? schema.enum[0] : '')) : '';

/** A schema with its references replaced by its definitions. A recursive reference allows everything. */
const inlined = (of: JsonSchema, root: JsonSchema, around: readonly string[] = []): JsonSchema => {
  const reference = typeof of.$ref === 'string' ? of.$ref : undefined;
  if (reference !== undefined) {
    const target = around.includes(reference) ? undefined : targetOf(reference, root);
    return target === undefined
      ? { 'x-kubernetes-preserve-unknown-fields': true }
      : inlined(target, root, [...around, reference]);
  }
  const change = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(change);
    return isObject(value) ? inlined(value, root, around) : value;
  };
  return Object.fromEntries(Object.entries(of).map(([key, value]) => [key, change(value)]));
};

const targetOf = (reference: string, root: JsonSchema): JsonSchema | undefined => {
  if (!reference.startsWith('#/')) return undefined;
  const target = reference
    .slice(2)
    .split('/')
    .reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), root);
  return isObject(target) ? target : undefined;
};

const problem = (input: string, message: string, fix: string): Finding => ({
  rule: 'schemas',
  severity: 'error',
  input,
  message,
  fix,
});
