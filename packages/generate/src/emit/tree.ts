import { type Expression, expressionOf, type Merge, type Variable } from '@helm-charts/types';
import { block, type Lines } from './block.ts';
import { omit } from './condition.ts';
import { path, pipeline } from './pipeline.ts';
import { keysOf, mayBeEmpty } from './presence.ts';
import { loop, type Scope } from './scope.ts';

/** A subtree of the values below its key or dash; both are omitted if the subtree is empty. */
export const tree = (head: string, of: Expression, indent: number, scope: Scope): Lines =>
  'schema' in of && mayBeEmpty(of.schema) && head.endsWith(':')
    ? givenTree(head, of, indent, scope)
    : [head, yaml(`toYaml ${path(of, scope, true)}`, indent + 2)];

/** A subtree below its key; both are omitted if the value is not set. */
export const givenTree = (head: string, of: Expression, indent: number, scope: Scope): Lines => {
  const value = path(of, scope, true);
  return scope.known.has(value)
    ? [head, yaml(`toYaml ${value}`, indent + 2)]
    : block(`with ${value}`, [head, yaml('toYaml .', indent + 2)], indent);
};

/** A list or map of the values between items or members that the chart writes itself. */
export const spreadTree = (pipeline: string, indent: number, scope: Scope): Lines =>
  scope.known.has(pipeline)
    ? [yaml(`toYaml ${pipeline}`, indent)]
    : block(`with ${pipeline}`, [yaml('toYaml .', indent)], indent);

/** Several merged maps: the members of the chart are unchanged, and members of the user can't repeat their keys. */
export const merged = (
  merge: Merge<unknown>,
  indent: number,
  scope: Scope,
  members: (written: object) => Lines,
): Lines => {
  const written = keysOf(merge);
  const earlier: Expression[] = [];
  return merge.of.flatMap((part) => {
    const from = expressionOf(part);
    if (from === undefined) return members(part as object);
    if (from.kind === 'helper') return [yaml(pipeline(from, scope), indent)];
    const map = path(from, scope, true);
    const added = written.length > 0 ? omit(map, written) : map;
    const lines =
      earlier.length > 0
        ? unlessIn(earlier, from, added, indent, scope)
        : spreadTree(added, indent, scope);
    earlier.push(from);
    return lines;
  });
};

/** The members of a map whose keys earlier maps do not have. */
const unlessIn = (
  earlier: readonly Expression[],
  over: Expression,
  map: string,
  indent: number,
  scope: Scope,
): Lines => {
  const [key, value]: readonly [Variable, Variable] = [
    { name: 'key', over },
    { name: 'value', over },
  ];
  const inner = loop(scope, [key, value]);
  const [name, member] = [inner.variables.get(key), inner.variables.get(value)];
  const has = earlier.map((one) => `hasKey ${path(one, inner, true)} ${name}`);
  const test = has.length === 1 ? has.join('') : `or ${has.map((one) => `(${one})`).join(' ')}`;
  const lines = [yaml(`toYaml (dict ${name} ${member})`, indent)];
  return block(
    `range ${name}, ${member} := ${map}`,
    block(`if not (${test})`, lines, indent),
    indent,
  );
};

const yaml = (pipeline: string, indent: number): string =>
  `${' '.repeat(indent)}{{- ${pipeline} | nindent ${indent} }}`;
