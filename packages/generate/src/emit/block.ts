import type { Condition, Each, Either } from '@helm-charts/types';
import { expressionOf } from '@helm-charts/types';
import { test } from './condition.ts';
import { path } from './pipeline.ts';
import { controlOf } from './presence.ts';
import { loop, type Scope } from './scope.ts';

/** The lines of a template, each with its indentation. */
export type Lines = readonly string[];

/** Lines between an action and its end. Actions trim to the left only, since `-}}` would eat the indentation of the next line. */
export const block = (action: string, lines: Lines, indent: number): Lines => [
  `${' '.repeat(indent)}{{- ${action} }}`,
  ...lines,
  `${' '.repeat(indent)}{{- end }}`,
];

/** Lines that stand there only where a condition holds. */
export const onlyIf = (condition: Condition, lines: Lines, indent: number, scope: Scope): Lines =>
  block(`if ${test(condition, scope)}`, lines, indent);

/** One branch or the other; a choice among more than two is one `else if` after another. */
export const either = (
  { condition, body, otherwise }: Either<unknown>,
  indent: number,
  scope: Scope,
  branch: (value: unknown) => Lines,
): Lines => {
  const pad = ' '.repeat(indent);
  const next = controlOf(otherwise);
  const rest =
    next?.kind === 'either'
      ? either(next, indent, scope, branch).map((line, at) =>
          at === 0 ? line.replace('{{- if', '{{- else if') : line,
        )
      : [`${pad}{{- else }}`, ...branch(otherwise), `${pad}{{- end }}`];
  return [`${pad}{{- if ${test(condition, scope)} }}`, ...branch(body), ...rest];
};

/** Lines for each item of a list or each member of a map. */
export const range = (
  { over, variables }: Each<unknown>,
  indent: number,
  scope: Scope,
  body: (inner: Scope) => Lines,
): Lines => {
  const of = expressionOf(over);
  if (of === undefined) return [];
  const inner = loop(scope, [variables.key, variables.item]);
  const [key, item] = [variables.key, variables.item].map((one) => inner.variables.get(one));
  const source = path(of, scope, true);
  if (variables.item.name === 'item') {
    return block(`range ${item} := ${source}`, body(inner), indent);
  }
  // A member that a user took away may still be there, as null (helm pkg/chart/common/util/coalesce.go, by version).
  const members = block(`if not (kindIs "invalid" ${item})`, body(inner), indent);
  return block(`range ${key}, ${item} := ${source}`, members, indent);
};
