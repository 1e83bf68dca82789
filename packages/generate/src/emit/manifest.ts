import { type Expression, expressionOf, type When } from '@helm-charts/types';
import { either, type Lines, onlyIf, range } from './block.ts';
import { kindOf, path, pipeline } from './pipeline.ts';
import { controlOf, presence } from './presence.ts';
import { literal, scalar, textBlock } from './scalar.ts';
import { inside, type Scope } from './scope.ts';
import { givenTree, merged, spliced, tree } from './tree.ts';

/** An object of a manifest as the lines of its members. */
export const members = (value: object, indent: number, scope: Scope): Lines =>
  Object.entries(value).flatMap(([key, member]) => entry(key, member, indent, inside(scope, key)));

/** `key: value`, or nothing where the value comes to nothing. */
const entry = (key: string, value: unknown, indent: number, scope: Scope): Lines => {
  const head = `${' '.repeat(indent)}${literal(key)}:`;
  const of = expressionOf(value);
  if (of !== undefined) return reference(head, of, indent, scope);
  const control = controlOf(value);
  if (control?.kind === 'when') {
    const subtree = guardedTree(control);
    return subtree !== undefined
      ? givenTree(head, subtree, indent, scope)
      : onlyIf(control.condition, entry(key, control.body, indent, scope), indent, scope);
  }
  if (control?.kind === 'either') {
    return either(control, indent, scope, (branch) => entry(key, branch, indent, scope));
  }
  if (typeof value !== 'object' || value === null) return leaf(head, value, indent, scope);
  const condition = presence(value);
  return condition === 'always'
    ? nested(head, value, indent, scope)
    : onlyIf(condition, nested(head, unguarded(value, condition), indent, scope), indent, scope);
};

/** A list, a map or several maps as one, under its key. */
const nested = (head: string, value: object, indent: number, scope: Scope): Lines => {
  const control = controlOf(value);
  if (control?.kind === 'merge') {
    const written = (part: object) => members(part, indent + 2, scope);
    return [head, ...merged(control, indent + 2, scope, written)];
  }
  const lines = Array.isArray(value)
    ? value.flatMap((one, index) => item(one, indent + 2, inside(scope, index)))
    : members(value, indent + 2, scope);
  return lines.length > 0 ? [head, ...lines] : [`${head} ${Array.isArray(value) ? '[]' : '{}'}`];
};

/** One item of a list, or none, or several. */
const item = (value: unknown, indent: number, scope: Scope): Lines => {
  const items = (body: unknown): Lines =>
    (Array.isArray(body) ? body : [body]).flatMap((one) => item(one, indent, scope));
  const control = controlOf(value);
  switch (control?.kind) {
    case 'when':
      return onlyIf(control.condition, items(control.body), indent, scope);
    case 'either':
      return either(control, indent, scope, items);
    case 'each':
      return range(control, indent, scope, (inner) => item(control.body, indent, inner));
    case 'splice': {
      const of = expressionOf(control.of);
      return of === undefined ? [] : spliced(path(of, scope, true), indent);
    }
  }
  const head = `${' '.repeat(indent)}-`;
  const of = expressionOf(value);
  if (of !== undefined) return reference(head, of, indent, scope);
  if (typeof value !== 'object' || value === null) return leaf(head, value, indent, scope);
  const [first, ...rest] = members(certainFirst(value), indent + 2, scope);
  if (first === undefined) return [`${head} {}`];
  const isAction = first.trimStart().startsWith('{{-');
  return isAction ? [head, first, ...rest] : [`${head} ${first.trimStart()}`, ...rest];
};

/** A dash needs a member beside it: one that is always there, where the item has one. */
const certainFirst = (value: object): object => {
  const entries = Object.entries(value);
  const certain = entries.find(([, member]) => presence(member) === 'always');
  return certain === undefined ? value : { [certain[0]]: certain[1], ...value };
};

const reference = (head: string, of: Expression, indent: number, scope: Scope): Lines => {
  if (of.kind === 'file') {
    const pad = ' '.repeat(indent + 2);
    return [`${head} |`, `${pad}{{- ${pipeline(of, scope)} | nindent ${pad.length} }}`];
  }
  return kindOf(of) === 'tree' ? tree(head, of, indent, scope) : [`${head} ${scalar(of, scope)}`];
};

/** What is guarded and nothing else reads best as `with`. */
const guardedTree = ({ condition, body }: When<unknown>): Expression | undefined => {
  const of = expressionOf(body);
  const isGuarded = of !== undefined && condition.kind === 'set' && condition.of === of;
  return isGuarded && kindOf(of) === 'tree' ? of : undefined;
};

/** The only item of a list needs no condition of its own where the list has the same one. */
const unguarded = (value: object, condition: unknown): object => {
  const [only] = Array.isArray(value) ? value : [];
  const control = controlOf(only);
  return control?.kind === 'when' && control.condition === condition
    ? [control.body].flat()
    : value;
};

const leaf = (head: string, value: unknown, indent: number, scope: Scope): Lines => {
  if (value === undefined) {
    scope.report({
      rule: 'undeclared-value',
      severity: 'error',
      where: scope.where,
      message:
        'this reads a value that the chart does not declare; declare it in values.ts or correct its name',
    });
    return [];
  }
  const lines = typeof value === 'string' ? textBlock(value) : undefined;
  if (lines === undefined) return [`${head} ${literal(value as string | number | boolean | null)}`];
  const pad = ' '.repeat(indent + 2);
  return [`${head} |`, ...lines.map((line) => (line === '' ? '' : `${pad}${line}`))];
};
