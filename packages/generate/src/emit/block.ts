import type { Condition, Each, Either } from '@helm-charts/types';
import { test } from './condition.ts';
import { path } from './pipeline.ts';
import { controlOf } from './presence.ts';
import { loop, type Scope } from './scope.ts';

/** The lines of a template, each with its indentation. */
export type Lines = readonly string[];

/** Lines between an action and its end. Actions trim on the left only, since `-}}` would remove the indentation of the next line. */
export const block = (action: string, lines: Lines, indent: number): Lines => [
  `${' '.repeat(indent)}{{- ${action} }}`,
  ...lines,
  `${' '.repeat(indent)}{{- end }}`,
];

/** Lines that are rendered only if a condition holds. They need no `if` where the condition is already known to hold. */
export const onlyIf = (
  condition: Condition,
  indent: number,
  scope: Scope,
  lines: (inner: Scope) => Lines,
): Lines => {
  const text = test(condition, scope);
  return scope.known.has(text)
    ? lines(scope)
    : block(`if ${text}`, lines(knowing(condition, scope)), indent);
};

/** The scope below an `if`. */
const knowing = (condition: Condition, scope: Scope): Scope => {
  const parts = condition.kind === 'and' ? condition.of : [];
  const texts = [condition, ...parts].map((one) => test(one, scope));
  return { ...scope, known: new Set([...scope.known, ...texts]) };
};

/** One of two branches; more than two become a chain of `else if`. */
export const either = (
  { condition, body, otherwise }: Either<unknown>,
  indent: number,
  scope: Scope,
  branch: (value: unknown, inner: Scope) => Lines,
): Lines => {
  const pad = ' '.repeat(indent);
  const next = controlOf(otherwise);
  const rest =
    next?.kind === 'either'
      ? either(next, indent, scope, branch).map((line, at) =>
          at === 0 ? line.replace('{{- if', '{{- else if') : line,
        )
      : [`${pad}{{- else }}`, ...branch(otherwise, scope), `${pad}{{- end }}`];
  const lines = branch(body, knowing(condition, scope));
  return [`${pad}{{- if ${test(condition, scope)} }}`, ...lines, ...rest];
};

/** Lines for each item of a list or each member of a map. */
export const range = (
  { over, variables: { item, key } }: Each<unknown>,
  indent: number,
  scope: Scope,
  body: (inner: Scope) => Lines,
): Lines => {
  const inner = loop(scope, key === undefined ? [item] : [key, item]);
  const names = [key, item].flatMap((one) => (one === undefined ? [] : [inner.variables.get(one)]));
  const head = `range ${names.join(', ')} := ${path(over, scope, false)}`;
  if (key === undefined) return block(head, body(inner), indent);
  // A member that a user removed may still exist as null (helm pkg/chart/common/util/coalesce.go, by version).
  const members = block(`if not (kindIs "invalid" ${names.at(-1)})`, body(inner), indent);
  return block(head, members, indent);
};
