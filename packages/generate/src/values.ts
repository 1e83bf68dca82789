import { hasDefault, type JsonSchema, propertiesOf, requiredOf } from '@helm-charts/types';
import { yaml } from './yaml.ts';

/** Generates values.yaml: every value with its description above it. Values without a default are commented out. */
export const valuesYaml = (values: JsonSchema, header: string): string =>
  [
    '# yaml-language-server: $schema=values.overlay.schema.json',
    `# ${header}`,
    ...section(values, 0).flatMap((lines) => ['', ...lines]),
    '',
  ].join('\n');

/** The values in values.yaml as data. */
export const defaults = (schema: JsonSchema): unknown => {
  const properties = propertiesOf(schema);
  if (properties === undefined) return schema.default;
  return Object.fromEntries(
    Object.entries(properties).flatMap(([key, member]) =>
      present(schema, key, member) ? [[key, defaults(member)]] : [],
    ),
  );
};

const present = (schema: JsonSchema, key: string, member: JsonSchema): boolean =>
  requiredOf(schema).includes(key) && hasDefault(member);

/** The lines of each member of an object. */
const section = (schema: JsonSchema, indent: number): readonly (readonly string[])[] =>
  Object.entries(propertiesOf(schema) ?? {}).map(([key, member]) => {
    const pad = ' '.repeat(indent);
    const comment = comments(member, requiredOf(schema).includes(key))
      .flatMap((text) => text.split('\n'))
      .map((line) => `${pad}# ${line}`.trimEnd());
    if (!present(schema, key, member)) return [...comment, `${pad}# ${name(key)}:`];
    if (propertiesOf(member) === undefined) return [...comment, ...value(key, member.default, pad)];
    const inner = section(member, indent + 2).flat();
    if (inner.every((line) => line.trimStart().startsWith('#')))
      return [...comment, ...emptyMap(key, inner, pad)];
    return [...comment, `${pad}${name(key)}:`, ...inner];
  });

/**
 * A map whose members are all commented out. It is written in braces, so that it stays valid YAML if a member is uncommented. Below `key:
 * {}` that is not possible, and `key:` alone is null.
 */
const emptyMap = (key: string, members: readonly string[], pad: string): readonly string[] =>
  members.length === 0
    ? [`${pad}${name(key)}: {}`]
    : [
        `${pad}${name(key)}: {`,
        ...members.map((line) => (line.endsWith(':') ? `${line} ,` : line)),
        `${pad}  }`,
      ];

const comments = (schema: JsonSchema, required: boolean): readonly string[] => [
  String(schema.description),
  ...(Array.isArray(schema.enum) ? [`One of: ${schema.enum.join(', ')}.`] : []),
  ...('x-deprecated' in schema ? [`Deprecated: ${String(schema['x-deprecated'])}`] : []),
  ...('x-renamed-from' in schema ? [`Renamed from ${String(schema['x-renamed-from'])}.`] : []),
  ...('x-templated' in schema ? ['Helm renders it as a template (tpl).'] : []),
  ...('x-immutable' in schema ? ['Cannot be changed after the installation.'] : []),
  ...(required && !hasDefault(schema) ? ['Must be given.'] : []),
];

const name = (key: string): string => yaml({ [key]: 0 }).slice(0, -': 0\n'.length);

const value = (key: string, of: unknown, pad: string): readonly string[] =>
  yaml({ [key]: of })
    .trimEnd()
    .split('\n')
    .map((line) => `${pad}${line}`);
