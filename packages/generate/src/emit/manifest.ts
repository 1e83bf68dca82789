import { type Expression, expressionOf, type When } from '@helm-charts/types';
import { either, type Lines, onlyIf, range } from './block.ts';
import { kindOf, path, pipeline } from './pipeline.ts';
import { controlOf, presence } from './presence.ts';
import { literal, scalar, textBlock } from './scalar.ts';
import { inside, report, type Scope } from './scope.ts';
import { givenTree, merged, spreadTree, tree } from './tree.ts';

/** The lines of the members of an object. */
export const members = (value: object, indent: number, scope: Scope): Lines =>
  Object.entries(value).flatMap(([key, member]) => entry(key, member, indent, inside(scope, key)));

/** `key: value`, or nothing if the value is empty. */
const entry = (key: string, value: unknown, indent: number, scope: Scope): Lines => {
  const head = `${' '.repeat(indent)}${literal(key)}:`;
  const of = expressionOf(value);
  if (of !== undefined) return reference(head, of, indent, scope);
  const control = controlOf(value);
  if (control?.kind === 'when') {
    const subtree = guardedTree(control);
    return subtree !== undefined
      ? givenTree(head, subtree, indent, scope)
      : onlyIf(control.condition, indent, scope, (inner) =>
          entry(key, control.body, indent, inner),
        );
  }
  if (control?.kind === 'either') {
    return either(control, indent, scope, (branch, inner) => entry(key, branch, indent, inner));
  }
  if (typeof value !== 'object' || value === null) return leaf(head, value, indent, scope);
  const condition = presence(value);
  if (condition === 'never') return [];
  return condition === 'always'
    ? nested(head, value, indent, scope)
    : onlyIf(condition, indent, scope, (inner) => nested(head, value, indent, inner));
};

/** A list, a map or merged maps below its key. */
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

/**
 * The lines of one list entry, which may be no item, one or several. An empty item of a loop is emitted as an empty item, so that the list
 * is not null.
 */
const item = (value: unknown, indent: number, scope: Scope, isLooped = false): Lines => {
  const items = (body: unknown, inner: Scope): Lines =>
    [body].flat().flatMap((one) => item(one, indent, inner, isLooped));
  const control = controlOf(value);
  switch (control?.kind) {
    case 'when':
      return onlyIf(control.condition, indent, scope, (inner) => items(control.body, inner));
    case 'either':
      return either(control, indent, scope, items);
    case 'each':
      return range(control, indent, scope, (inner) => item(control.body, indent, inner, true));
    case 'spread':
      return spreadTree(path(control.of, scope, true), indent, scope);
  }
  const head = `${' '.repeat(indent)}-`;
  const of = expressionOf(value);
  if (of !== undefined) return reference(head, of, indent, scope);
  if (typeof value !== 'object' || value === null) return leaf(head, value, indent, scope);
  const lines = (inner: Scope): Lines =>
    Array.isArray(value) || control !== undefined
      ? nested(head, value, indent, inner)
      : dashed(head, value, indent, inner);
  const condition = presence(value);
  if (condition === 'always') return lines(scope);
  if (condition === 'never') return isLooped ? [`${head} {}`] : [];
  if (!isLooped) return onlyIf(condition, indent, scope, lines);
  const orEmpty = { kind: 'either', condition, body: value, otherwise: {} } as const;
  return either(orEmpty, indent, scope, (branch, inner) =>
    branch === value ? lines(inner) : [`${head} {}`],
  );
};

/** An object as an item: its first member is on the line of the dash. */
const dashed = (head: string, value: object, indent: number, scope: Scope): Lines => {
  const [first, ...rest] = members(certainFirst(value), indent + 2, scope);
  if (first === undefined) return [`${head} {}`];
  const isAction = first.trimStart().startsWith('{{-');
  return isAction ? [head, first, ...rest] : [`${head} ${first.trimStart()}`, ...rest];
};

/** The line of the dash needs a member: one that is always present, if the item has one. */
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
  if (of.kind === 'generated') {
    const pad = ' '.repeat(indent + 2);
    return [head, `${pad}{{- ${pipeline(of, scope)} | nindent ${pad.length} }}`];
  }
  return kindOf(of) === 'tree' ? tree(head, of, indent, scope) : [`${head} ${scalar(of, scope)}`];
};

/** Emits `with` when the body is just the guarded value. */
const guardedTree = ({ condition, body }: When<unknown>): Expression | undefined => {
  const of = expressionOf(body);
  const isGuarded = of !== undefined && condition.kind === 'set' && condition.of === of;
  return isGuarded && kindOf(of) === 'tree' ? of : undefined;
};

const leaf = (head: string, value: unknown, indent: number, scope: Scope): Lines => {
  if (value === undefined) {
    report(scope, {
      rule: 'undeclared-value',
      message: 'this field reads a value that the chart does not declare',
      fix: 'declare the value in values.ts or correct its name',
    });
    return [];
  }
  const lines = typeof value === 'string' ? textBlock(value) : undefined;
  if (lines === undefined) return [`${head} ${literal(value as string | number | boolean | null)}`];
  const pad = ' '.repeat(indent + 2);
  return [`${head} |`, ...lines.map((line) => (line === '' ? '' : `${pad}${line}`))];
};
