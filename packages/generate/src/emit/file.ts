import {
  type Each,
  type Either,
  type Expression,
  expressionOf,
  type When,
} from '@helm-charts/types';
import { test } from './condition.ts';
import { kindOf, path, pipeline } from './pipeline.ts';
import { controlOf } from './presence.ts';
import { protect } from './scalar.ts';
import { loop, type Scope } from './scope.ts';

type FileExpression = Extract<Expression, { readonly kind: 'file' }>;

/** A plain file with its holes filled, as the body of a template. */
export const body = (
  { path: name, holes }: FileExpression,
  content: string,
  scope: Scope,
): string => {
  const filled = new Set<string>();
  const lines = content
    .trimEnd()
    .split('\n')
    .map((line, at) => {
      const here = { ...scope, where: `${name}:${at + 1}` };
      const alone = /^(\s*)@\{([^}]*)\}$/.exec(line);
      if (alone !== null && alone[2] !== undefined && isBlock(holes[alone[2]])) {
        filled.add(alone[2]);
        return block(holes[alone[2]], alone[1] ?? '', here);
      }
      return protect(line).replaceAll(/@\{([^}]*)\}/g, (_, hole: string) => {
        filled.add(hole);
        return inline(holes[hole], here, hole);
      });
    });
  for (const hole of Object.keys(holes).filter((hole) => !filled.has(hole))) {
    report(
      scope,
      name,
      'unused-hole',
      `the chart fills a hole "${hole}" that the file doesn't have; write @{${hole}} where it belongs`,
    );
  }
  return lines.join('\n');
};

/** A text or value in the middle of a line. */
export const inline = (value: unknown, scope: Scope, hole: string): string => {
  const of = expressionOf(value);
  if (of === undefined && (typeof value === 'object' || value === undefined)) {
    report(
      scope,
      scope.where,
      'undeclared-value',
      `the hole "${hole}" has nothing to fill it that fits in a line; give it a text or a value`,
    );
    return '';
  }
  return of === undefined ? protect(String(value)) : printed(of, scope);
};

const isBlock = (value: unknown): boolean => Array.isArray(value) || controlOf(value) !== undefined;

const block = (value: unknown, pad: string, scope: Scope): string => {
  if (Array.isArray(value)) return value.map((one) => block(one, pad, scope)).join('\n');
  const control = controlOf(value) as When<unknown> | Either<unknown> | Each<unknown> | undefined;
  switch (control?.kind) {
    case undefined:
      return `${pad}${inline(value, scope, '')}`;
    case 'when':
      return wrap(`if ${test(control.condition, scope)}`, block(control.body, pad, scope));
    case 'either':
      return `{{- if ${test(control.condition, scope)} }}\n${block(control.body, pad, scope)}\n${wrap('else', block(control.otherwise, pad, scope))}`;
    case 'each': {
      const inner = loop(scope, [control.variables.key, control.variables.item]);
      const names = [control.variables.key, control.variables.item].map((one) =>
        inner.variables.get(one),
      );
      const over = expressionOf(control.over);
      if (over === undefined) return '';
      const head = control.variables.item.name === 'item' ? names[1] : names.join(', ');
      return wrap(`range ${head} := ${path(over, scope, true)}`, block(control.body, pad, inner));
    }
  }
};

const wrap = (head: string, text: string): string => `{{- ${head} }}\n${text}\n{{- end }}`;

/** Texts land in a file as they are, so a value that could hold a line break must not get there. */
const printed = (of: Expression, scope: Scope): string => {
  if (of.kind === 'text') {
    return of.parts
      .map((part) => (typeof part === 'string' ? protect(part) : printed(part, scope)))
      .join('');
  }
  if (kindOf(of) === 'string' && 'schema' in of && of.path.length > 0 && !isSingleLine(of.schema)) {
    report(
      scope,
      scope.where,
      'open-text',
      `${of.path.join('.')} may hold a line break; give it a pattern`,
    );
  }
  return `{{ ${pipeline(of, scope)} }}`;
};

const isSingleLine = (schema: { readonly [keyword: string]: unknown }): boolean =>
  'enum' in schema || 'pattern' in schema || 'const' in schema;

const report = (scope: Scope, where: string, rule: string, message: string): void =>
  scope.report({ rule, severity: 'error', where, message });
