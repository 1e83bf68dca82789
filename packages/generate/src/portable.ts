import type { Finding, JsonSchema } from '@helm-charts/types';
import { printPath } from './place.ts';
import type { Definitions } from './schema.ts';

/**
 * What a schema of values says that Helm can't take or takes for something else (santhosh-tekuri/jsonschema, Go regexp).
 * An editor, which matches with JavaScript, would not show it.
 */
export const unportable = (
  schema: unknown,
  definitions: Definitions,
  path: readonly string[] = [],
): readonly Finding[] => {
  if (!isSchema(schema)) return [];
  const at = (rule: string, message: string): Finding => ({
    rule,
    severity: 'error',
    where: printPath(path) || 'values',
    message,
  });
  const own = Object.entries(checks).flatMap(([rule, check]) =>
    check(schema, definitions).map((message) => at(rule, message)),
  );
  const inner = Object.entries(schema).flatMap(([keyword, of]) => {
    if (keyword === 'default' || keyword === 'enum' || keyword === 'const') return [];
    if (keyword !== 'properties') return unportable(of, definitions, [...path, ...below(keyword)]);
    return Object.entries(of ?? {}).flatMap(([key, member]) =>
      unportable(member, definitions, [...path, key]),
    );
  });
  return [...own, ...inner];
};

/** A schema, or a list of schemas: what is asked of one is not in the other. */
const isSchema = (of: unknown): of is JsonSchema => typeof of === 'object' && of !== null;

/** What a keyword's schema is about: the items of a list, the members of a map, or the same value. */
const below = (keyword: string): readonly string[] => {
  if (keyword === 'items') return ['[]'];
  return keyword === 'additionalProperties' ? ['*'] : [];
};

type Check = (schema: JsonSchema, definitions: Definitions) => readonly string[];

const checks: Readonly<Record<string, Check>> = {
  pattern: ({ pattern, patternProperties }) =>
    [pattern, ...Object.keys(patternProperties ?? {})].flatMap((one) => {
      const foreign = typeof one === 'string' ? foreignTo(one) : undefined;
      return foreign === undefined
        ? []
        : [
            `the pattern ${one} has ${foreign}, which Go's regular expressions lack; write it without`,
          ];
    }),
  'null-default': ({ default: value }) =>
    hasNull(value)
      ? [
          'a default is null, which versions of Helm keep or drop; leave the default away, or make the value optional',
        ]
      : [],
  reference: ({ $ref, ...siblings }, definitions) => {
    if ($ref === undefined) return [];
    const name = String($ref).replace('#/definitions/', '');
    if (definitions[name] === undefined)
      return [
        `there is no definition of ${name}; take one of Kubernetes 1.36, or write the shape out`,
      ];
    return Object.keys(siblings).length > 0
      ? [`what stands beside $ref is ignored; put the $ref into an allOf: [{ $ref: '${$ref}' }]`]
      : [];
  },
  identifier: ({ $id }) =>
    typeof $id === 'string' ? ['an $id changes what every $ref means; leave it away'] : [],
};

/** What of a pattern RE2 doesn't have (github.com/google/re2/wiki/Syntax); undefined where there is nothing of the kind. */
const foreignTo = (pattern: string): string | undefined => {
  const tokens = pattern.match(/\\.|\[\^?\]?(?:\\.|[^\]])*\]|\(\?<?[=!]|./gs) ?? [];
  if (tokens.some((token) => /^\(\?/.test(token))) return 'a look-around';
  if (tokens.some((token) => /^\\[1-9k]/.test(token))) return 'a back-reference';
  return tokens.find((token) => /^\\[uc]/.test(token));
};

const hasNull = (value: unknown): boolean =>
  value === null || (typeof value === 'object' && Object.values(value).some(hasNull));
