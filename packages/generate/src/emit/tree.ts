import { type Expression, expressionOf, type Merge } from '@helm-charts/types';
import { block, type Lines } from './block.ts';
import { path, pipeline } from './pipeline.ts';
import { mayBeEmpty } from './presence.ts';
import type { Scope } from './scope.ts';

/** A subtree of the values under its key or dash; neither where it may be empty and is. */
export const tree = (head: string, of: Expression, indent: number, scope: Scope): Lines =>
  'schema' in of && mayBeEmpty(of.schema) && head.endsWith(':')
    ? givenTree(head, of, indent, scope)
    : [head, yaml(pipelineOf(of, scope), indent + 2)];

/** A subtree under its key, and neither where it is not given. */
export const givenTree = (head: string, of: Expression, indent: number, scope: Scope): Lines =>
  block(`with ${path(of, scope, true)}`, [head, yaml('toYaml .', indent + 2)], indent);

/** A list or map of the values among items or members that the chart writes itself. */
export const spliced = (pipeline: string, indent: number): Lines =>
  block(`with ${pipeline}`, [yaml('toYaml .', indent)], indent);

/** Several maps as one: what the chart writes stands there as it is, what the user adds can't repeat its keys. */
export const merged = (
  { of }: Merge<unknown>,
  indent: number,
  scope: Scope,
  members: (written: object) => Lines,
): Lines => {
  const taken = of.flatMap(keysOf).map((key) => JSON.stringify(key));
  return of.flatMap((part) => {
    const from = expressionOf(part);
    if (from === undefined) return members(part as object);
    if (from.kind === 'helper') return [yaml(pipeline(from, scope), indent)];
    const added = path(from, scope, true);
    return spliced(taken.length > 0 ? `omit ${added} ${taken.join(' ')}` : added, indent);
  });
};

const yaml = (pipeline: string, indent: number): string =>
  `${' '.repeat(indent)}{{- ${pipeline} | nindent ${indent} }}`;

const pipelineOf = (of: Expression, scope: Scope): string =>
  of.kind === 'helper' ? pipeline(of, scope) : `toYaml ${path(of, scope, true)}`;

/** The keys that a part of a merge writes itself. */
const keysOf = (part: unknown): readonly string[] => {
  const of = expressionOf(part);
  if (of === undefined) return Object.keys(part as object);
  return of.kind === 'helper' ? (helperKeys[of.name] ?? []) : [];
};

const selectorKeys = ['app.kubernetes.io/name', 'app.kubernetes.io/instance'];

/** What the labels of `_helpers.tpl` are called. */
const helperKeys: Readonly<Record<string, readonly string[]>> = {
  selectorLabels: selectorKeys,
  labels: [
    ...selectorKeys,
    'app.kubernetes.io/version',
    'app.kubernetes.io/managed-by',
    'helm.sh/chart',
  ],
};
