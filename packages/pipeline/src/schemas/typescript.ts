import { isObject } from '@helm-charts/kubernetes';
import type { JsonSchema } from '@helm-charts/types';
import type { CustomKindSource } from './custom-kind.ts';
import { requiredFields } from './strict.ts';

/** The TypeScript module of a custom kind: the types of its objects, and the kind itself for `manifest`. */
export const moduleOf = ({ group, version, kind, scope, schema }: CustomKindSource): string => {
  const name = camelCase(kind);
  const cluster = scope === 'Cluster' ? ", scope: 'Cluster'" : '';
  const properties = isObject(schema.properties) ? schema.properties : {};
  // `manifest` and the cluster write these fields.
  const { apiVersion: _, kind: __, metadata: ___, status: ____, ...own } = properties;
  const interfaces: Interfaces = new Map();
  const root = interfaceOf({ ...schema, type: 'object', properties: own }, kind, interfaces);
  return `import { type CustomKind, custom } from '@helm-charts/types';

${[...interfaces.values()].join('\n')}
/** The kind ${kind} of ${group}/${version}, for \`manifest(${name}, component, { … })\`. */
export const ${name}: CustomKind<${root}> = custom({ apiVersion: '${group}/${version}', kind: '${kind}'${cluster} });
`;
};

/** The interfaces of an object's schema. The outermost has the given name. */
export const interfacesOf = (schema: JsonSchema, name: string): string => {
  const interfaces: Interfaces = new Map();
  interfaceOf(schema, name, interfaces);
  return [...interfaces.values()].join('\n');
};

/**
 * `HTTPRoute` → `httpRoute`, `ServiceMonitor` → `serviceMonitor`, and `Function`, since `function` is a reserved word,
 * → `functionKind`.
 */
export const camelCase = (kind: string): string => {
  const name = kind.replace(/^[A-Z]+(?=[A-Z][a-z]|[^A-Za-z]|$)|^[A-Z]/, (start) =>
    start.toLowerCase(),
  );
  return isIdentifier(name) ? name : `${name}Kind`;
};

/** Whether a module can declare a constant with this name. */
const isIdentifier = (name: string): boolean => {
  try {
    new Function(`'use strict'; const ${name} = 0;`);
    return true;
  } catch {
    return false;
  }
};

/** The text of each interface by name. With named types, the compiler prints names instead of whole types. */
type Interfaces = Map<string, string>;

/** The type of a schema; `name` is the name of the interface, if it needs one. */
const typeOf = (schema: unknown, name: string, interfaces: Interfaces): string => {
  if (!isObject(schema)) return 'unknown';
  const type = ownType(schema, name, interfaces);
  return schema.nullable === true ? `${type} | null` : type;
};

const ownType = (schema: JsonSchema, name: string, interfaces: Interfaces): string => {
  if (Array.isArray(schema.enum)) return unionOf(schema.enum.map(literal));
  if ('const' in schema) return literal(schema.const);
  if (schema['x-kubernetes-int-or-string'] === true) return 'number | string';
  const { type } = schema;
  if (Array.isArray(type)) {
    return unionOf(type.map((one) => ownType({ ...schema, type: one }, name, interfaces)));
  }
  switch (type) {
    case 'string':
    case 'boolean':
    case 'null':
      return type;
    case 'integer':
    case 'number':
      return 'number';
    case 'array': {
      const item = typeOf(schema.items, name, interfaces);
      return /^\w+$/.test(item) ? `readonly ${item}[]` : `readonly (${item})[]`;
    }
  }
  if (isObject(schema.properties)) return interfaceOf(schema, name, interfaces);
  if (type === 'object') return mapOf(schema, name, interfaces);
  const forms = schema.anyOf ?? schema.oneOf;
  return Array.isArray(forms) && forms.length > 0
    ? unionOf(forms.map((form) => typeOf(form, name, interfaces)))
    : 'unknown';
};

/** The name of the interface of an object with fields. */
const interfaceOf = (schema: JsonSchema, wanted: string, interfaces: Interfaces): string => {
  const name = freeName(wanted, interfaces);
  // Set before the members are generated, so that the interface precedes those that it refers to.
  interfaces.set(name, '');
  const required = new Set(requiredFields(schema));
  const { properties } = schema;
  const members = Object.entries(isObject(properties) ? properties : {}).map(([key, member]) => {
    const field = /^[A-Za-z_$][\w$]*$/.test(key) ? key : literal(key);
    const mark = required.has(key) ? '' : '?';
    const about = isObject(member) ? comment(member.description, '  ') : '';
    const type = typeOf(member, `${name}${pascalCase(key)}`, interfaces);
    return `${about}  readonly ${field}${mark}: ${type};\n`;
  });
  // Next to fields with types, additional fields can only be unknown.
  const others = isOpen(schema) ? '  readonly [key: string]: unknown;\n' : '';
  const about = comment(schema.description, '');
  interfaces.set(name, `${about}export interface ${name} {\n${members.join('')}${others}}\n`);
  return name;
};

/** An object without named fields. */
const mapOf = (schema: JsonSchema, name: string, interfaces: Interfaces): string => {
  const { additionalProperties } = schema;
  if (isObject(additionalProperties)) {
    return `{ readonly [key: string]: ${typeOf(additionalProperties, name, interfaces)} }`;
  }
  return isOpen(schema) ? '{ readonly [key: string]: unknown }' : 'Record<string, never>';
};

const isOpen = (schema: JsonSchema): boolean =>
  schema['x-kubernetes-preserve-unknown-fields'] === true ||
  schema['x-kubernetes-embedded-resource'] === true ||
  schema.additionalProperties === true ||
  (isObject(schema.properties) && isObject(schema.additionalProperties));

const pascalCase = (key: string): string =>
  key.replaceAll(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase());

const freeName = (wanted: string, interfaces: Interfaces, number = 1): string => {
  const name = number === 1 ? wanted : `${wanted}${number}`;
  return interfaces.has(name) ? freeName(wanted, interfaces, number + 1) : name;
};

const unionOf = (types: readonly string[]): string => [...new Set(types)].join(' | ') || 'never';

const literal = (value: unknown): string =>
  typeof value === 'string'
    ? `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`
    : JSON.stringify(value);

/** The first paragraph of a description as a single-line comment. */
const comment = (description: unknown, indent: string): string => {
  if (typeof description !== 'string') return '';
  const [paragraph = ''] = description.trim().split(/\n\s*\n/);
  const line = paragraph.replaceAll(/\s+/g, ' ').replaceAll('*/', '*\\/').trim();
  const short = line.length > 300 ? `${line.slice(0, 297).replace(/\s\S*$/, '')} …` : line;
  return short === '' ? '' : `${indent}/** ${short} */\n`;
};
