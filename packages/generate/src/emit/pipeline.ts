import type { Expression, JsonSchema } from '@helm-charts/types';
import { report, type Scope } from './scope.ts';

/** The type of an expression's result. */
export type Kind = 'string' | 'integer' | 'number' | 'boolean' | 'tree';

/** Returns the type of an expression's result. */
export const kindOf = (of: Expression): Kind => {
  if (of.kind === 'value' || of.kind === 'variable') return kindOfSchema(of.schema);
  return of.kind === 'sum' || of.kind === 'product' ? 'integer' : 'string';
};

/** An expression as a template pipeline without braces: `.Values.pool.size | int64`. */
export const pipeline = (of: Expression, scope: Scope): string => {
  switch (of.kind) {
    case 'value':
    case 'variable':
      return convert(of, scope);
    case 'builtin':
      return `${scope.root}.${of.path}`;
    case 'helper':
      return include(of.name, scope);
    case 'templates':
      return include('templated', scope);
    case 'include':
      scope.read(of, true);
      return `include ${goString(of.template)} ${context(scope)}`;
    case 'name':
      return name(of, scope);
    case 'image':
      scope.read(of, true);
      return `include "${scope.chart}.image" ${path(of.of, scope, true)}`;
    case 'generated':
      scope.read(of, true);
      return generated(of, scope);
    case 'text':
      return text(of.parts, scope);
    case 'joined':
      return `join ${goString(of.separator)} ${path(of.of, scope, true)}`;
    case 'hash':
      return `list ${of.parts.map((part) => hashed(part, scope)).join(' ')} | toJson | sha256sum${of.length < 64 ? ` | trunc ${of.length}` : ''}`;
    case 'sum':
    case 'product':
      return [functions[of.kind], ...of.of.map((one) => operand(one, scope))].join(' ');
    case 'definition':
      scope.read(of, true);
      return include(of.name, scope);
    case 'file':
      scope.read(of, true);
      return include(of.path, scope);
  }
};

/** Whether a value is a template that `tpl` renders. */
export const isTemplated = (of: Expression): boolean =>
  'schema' in of && 'x-templated' in of.schema;

/** An expression as the argument of a function, in parentheses if it is more than a path. */
export const argument = (of: Expression, scope: Scope): string => {
  const direct =
    of.kind === 'builtin' || ['string', 'boolean'].includes(kindOf(of)) ? of : undefined;
  if ((direct?.kind === 'value' || direct?.kind === 'variable') && !isTemplated(of))
    return path(direct, scope, true);
  if (direct?.kind === 'builtin') return pipeline(direct, scope);
  if (of.kind === 'sum' || of.kind === 'product') return `(${pipeline(of, scope)})`;
  if (kindOf(of) === 'integer') return `(int64 ${path(of, scope, true)})`;
  return `(${pipeline(of, scope)}${isConverted(of) ? ' | toString' : ''})`;
};

/** The Sprig functions that compute with int64. */
const functions = { sum: 'add', product: 'mul' } as const;

const operand = (of: number | Expression, scope: Scope): string =>
  typeof of === 'number' ? String(of) : argument(of, scope);

/** A text that consists of one number or boolean is not yet a string in Go. */
const isConverted = (of: Expression): boolean =>
  of.kind === 'text' &&
  of.parts.length === 1 &&
  of.parts.every((part) => typeof part === 'object' && kindOf(part) !== 'string');

/** The path of a value or variable. Keys that are not Go identifiers use `index` (text/template). */
export const path = (of: Expression, scope: Scope, whole: boolean): string => {
  scope.read(of, whole);
  if (whole && 'schema' in of && kindOf(of) === 'tree' && hasTemplates(of.schema))
    reportTemplates(scope);
  if (of.kind !== 'value' && of.kind !== 'variable') return argument(of, scope);
  const base = of.kind === 'value' ? `${scope.root}.Values` : variable(of, scope);
  return of.path.reduce(
    (parent, key) =>
      identifier.test(key) ? `${parent}.${key}` : `(index ${parent} ${goString(key)})`,
    base,
  );
};

/** Whether a list or map contains values that are templates. */
const hasTemplates = (schema: JsonSchema): boolean =>
  Object.entries(schema).some(
    ([keyword, of]) =>
      keyword === 'x-templated' ||
      (keyword !== 'default' &&
        typeof of === 'object' &&
        of !== null &&
        hasTemplates(of as JsonSchema)),
  );

const reportTemplates = (scope: Scope): void =>
  report(scope, {
    rule: 'template-unrendered',
    message: 'this writes a whole list or map, so Helm would not render the templates in it',
    fix: 'write its members separately, or use each(…)',
  });

const variable = (
  { variable }: Extract<Expression, { kind: 'variable' }>,
  scope: Scope,
): string => {
  const name = scope.variables.get(variable);
  if (name !== undefined) return name;
  report(scope, {
    rule: 'loop-item',
    message:
      'this reads the item of a loop outside of the loop, and a file is always outside of loops',
    fix: 'write the text in TypeScript, inside the loop',
  });
  return '$';
};

/** A string literal of Go templates. */
export const goString = (text: string): string => JSON.stringify(text);

const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;

const kindOfSchema = (schema: JsonSchema): Kind => {
  const { type } = schema;
  return type === 'string' || type === 'integer' || type === 'number' || type === 'boolean'
    ? type
    : 'tree';
};

/** Helm reads numbers as float64, which are printed as 1e+06 (helm pkg/chart/common/values.go). */
const convert = (of: Expression, scope: Scope): string => {
  const value = path(of, scope, true);
  if (isTemplated(of)) return `tpl ${value} ${context(scope)}`;
  switch (kindOf(of)) {
    case 'integer':
      return `${value} | int64`;
    case 'number':
      return `${value} | toJson`;
    default:
      return value;
  }
};

const include = (helper: string, scope: Scope): string =>
  `include "${scope.chart}.${helper}" ${context(scope)}`;

const context = (scope: Scope): string => (scope.root === '$' ? '$' : '.');

const generated = (
  { of, claim }: Extract<Expression, { kind: 'generated' }>,
  scope: Scope,
): string => {
  const entries = [
    `"namespace" ${scope.root}.Release.Namespace`,
    `"of" ${path(of, scope, true)}`,
    ...(claim === undefined ? [] : [`"claim" ${argument(claim, scope)}`]),
  ];
  return `include "${scope.chart}.generated" (dict ${entries.join(' ')})`;
};

/** The main name is truncated so that it fits with the suffix and the hash. */
const name = (
  { suffix, hash, limit = 63 }: Extract<Expression, { kind: 'name' }>,
  scope: Scope,
): string => {
  const room =
    limit -
    (suffix === undefined ? 0 : '-'.length + suffix.length) -
    (hash === undefined ? 0 : '-'.length + hash.length);
  const main = `${include('fullname', scope)} | trunc ${room} | trimSuffix "-"`;
  if (suffix === undefined) return main;
  return hash === undefined
    ? `printf "%s-${suffix}" (${main})`
    : `printf "%s-${suffix}-%s" (${main}) ${argument(hash.of, scope)}`;
};

const verbs: Readonly<Record<Kind, string>> = {
  string: '%s',
  integer: '%d',
  number: '%s',
  boolean: '%t',
  tree: '%s',
};

const text = (parts: readonly (string | Expression)[], scope: Scope): string => {
  const [only] = parts;
  if (parts.length === 1 && typeof only === 'object') return pipeline(only, scope);
  const format = parts
    .map((part) => (typeof part === 'string' ? part.replaceAll('%', '%%') : verbs[kindOf(part)]))
    .join('');
  const values = parts.flatMap((part) => (typeof part === 'string' ? [] : [argument(part, scope)]));
  return [`printf ${goString(format)}`, ...values].join(' ');
};

/** JSON prints float64 and int64 in the same way and absent values as null, so a value is hashed unchanged. */
const hashed = (part: string | Expression, scope: Scope): string => {
  if (typeof part === 'string') return goString(part);
  return (part.kind === 'value' || part.kind === 'variable') && !isTemplated(part)
    ? path(part, scope, true)
    : argument(part, scope);
};
