import type { Finding, JsonSchema } from '@helm-charts/types';
import { defaultProblems } from './default.ts';
import { valuePointer } from './place.ts';
import type { Definitions } from './schema.ts';

/**
 * Reports parts of a values schema that Helm can't read or reads differently (santhosh-tekuri/jsonschema, Go regexp). An editor would not
 * show them, since it uses JavaScript.
 */
export const unportable = (
  schema: unknown,
  definitions: Definitions,
  path: readonly string[] = [],
): readonly Finding[] => {
  if (!isSchema(schema)) return [];
  const own = Object.entries(checks).flatMap(([rule, check]) =>
    check(schema, definitions).map(
      (problem): Finding => ({ rule, severity: 'error', pointer: valuePointer(path), ...problem }),
    ),
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

/** Whether a value is a schema or a list of schemas. */
const isSchema = (of: unknown): of is JsonSchema => typeof of === 'object' && of !== null;

/** The values that the schema of a keyword describes: the items of a list, the members of a map, or the same value. */
const below = (keyword: string): readonly string[] => {
  if (keyword === 'items') return ['[]'];
  return keyword === 'additionalProperties' ? ['*'] : [];
};

type Problem = Pick<Finding, 'message' | 'fix'>;

type Check = (schema: JsonSchema, definitions: Definitions) => readonly Problem[];

const checks: Readonly<Record<string, Check>> = {
  default: defaultProblems,
  description: ({ description }) =>
    typeof description === 'string' && description.trim() === ''
      ? [
          {
            message: 'this value has an empty description, so users do not learn what it does',
            fix: 'describe it in one sentence',
          },
        ]
      : [],
  pattern: ({ pattern, patternProperties }) =>
    [pattern, ...Object.keys(patternProperties ?? {})].flatMap((one) => {
      if (typeof one !== 'string') return [];
      const foreign = foreignTo(one);
      if (foreign !== undefined) {
        const message = `the pattern ${one} has ${foreign}, which Go's regular expressions lack`;
        return [{ message, fix: 'write it without' }];
      }
      return isExpression(one)
        ? []
        : [
            {
              message: `the pattern ${one} is not a regular expression, so Helm cannot read the schema`,
              fix: 'close every bracket and parenthesis, and write a literal one with a backslash',
            },
          ];
    }),
  'null-default': ({ default: value }) =>
    hasNull(value)
      ? [
          {
            message: 'a default is null, which some versions of Helm keep and others drop',
            fix: 'remove the default, or make the value optional',
          },
        ]
      : [],
  reference: ({ $ref, ...siblings }, definitions) => {
    if ($ref === undefined) return [];
    const name = String($ref).replace('#/definitions/', '');
    if (definitions[name] === undefined)
      return [
        {
          message: `there is no definition of ${name}`,
          fix: 'refer to a definition of Kubernetes 1.36, or write the schema out',
        },
      ];
    const message = 'Helm ignores the keywords beside $ref';
    return Object.keys(siblings).length > 0
      ? [{ message, fix: `put the $ref into an allOf: [{ $ref: '${$ref}' }]` }]
      : [];
  },
  identifier: ({ $id }) =>
    typeof $id === 'string'
      ? [{ message: 'an $id changes what every $ref refers to', fix: 'remove it' }]
      : [],
};

/** The part of a pattern that RE2 does not support (github.com/google/re2/wiki/Syntax); undefined if there is none. */
const foreignTo = (pattern: string): string | undefined => {
  const tokens = pattern.match(/\\.|\[\^?\]?(?:\\.|[^\]])*\]|\(\?<?[=!]|./gs) ?? [];
  if (tokens.some((token) => /^\(\?/.test(token))) return 'a look-around';
  if (tokens.some((token) => /^\\[1-9k]/.test(token))) return 'a back-reference';
  return tokens.find((token) => /^\\[uc]/.test(token));
};

/** Whether a pattern is valid in JavaScript, after converting the flags and group names of Go. */
const isExpression = (pattern: string): boolean => {
  try {
    new RegExp(pattern.replaceAll(/\(\?(?:[imsU-]+:?|P<\w+>)/g, '(?:'));
    return true;
  } catch {
    return false;
  }
};

const hasNull = (value: unknown): boolean =>
  value === null || (typeof value === 'object' && Object.values(value).some(hasNull));
