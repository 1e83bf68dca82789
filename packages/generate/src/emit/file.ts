import { type Expression, expressionOf, type Finding, type JsonSchema } from '@helm-charts/types';
import { placeOf, printPath } from '../place.ts';
import { either, type Lines, onlyIf, range } from './block.ts';
import { isTemplated, kindOf, pipeline } from './pipeline.ts';
import { controlOf } from './presence.ts';
import { join, type Piece } from './scalar.ts';
import { report, type Scope } from './scope.ts';

export type FileExpression = Extract<Expression, { readonly kind: 'file' }>;

/** The lines of a template for a plain file with filled holes. */
export const body = ({ path, holes }: FileExpression, content: string, scope: Scope): Lines => {
  const inFile = { ...scope, position: { file: `src/${path}` } };
  const filled = new Set<string>();
  const lines = content
    .trimEnd()
    .split('\n')
    .flatMap((line, at) => {
      const here = { ...scope, position: { file: `src/${path}`, line: at + 1 } };
      const parts = line.split(hole);
      const [before = '', alone, after] = parts;
      const isAlone = parts.length === 3 && before.trim() === '' && after === '';
      if (isAlone && alone !== undefined && isBlock(holes[alone])) {
        filled.add(alone);
        return block(holes[alone], before, here);
      }
      const pieces = parts.flatMap((part, index): readonly Piece[] => {
        if (index % 2 === 0) return [part];
        filled.add(part);
        return inline(holes[part], here, part);
      });
      return [join(pieces)];
    });
  for (const name of Object.keys(holes).filter((name) => !filled.has(name))) {
    report(inFile, {
      rule: 'unused-hole',
      message: `the chart fills a hole "${name}" that the file does not have`,
      fix: `write @{${name}} where it belongs`,
    });
  }
  return lines;
};

/** Reports the start of a file that a definition can't keep, since Helm trims everything before the first text. */
export const reportStart = (
  { path, holes }: FileExpression,
  content: string,
  scope: Scope,
): void => {
  const [, first = ''] = (content.split('\n')[0] ?? '').split(hole);
  const start = { ...scope, position: { file: `src/${path}`, line: 1 } };
  const fix = 'start with a text, for instance a comment';
  if (/^\s/.test(content)) {
    const message = 'the file starts with white space, which a template removes';
    report(start, { rule: 'file-start', message, fix });
  } else if (isBlock(holes[first])) {
    const message = `the file starts with the hole "${first}", which may be empty`;
    report(start, { rule: 'file-start', message, fix });
  }
};

/** A text or value inside a line. */
export const inline = (value: unknown, scope: Scope, hole: string): readonly Piece[] => {
  const of = expressionOf(value);
  if (of !== undefined) return printed(of, scope);
  if (typeof value !== 'object' && value !== undefined) return [String(value)];
  report(scope, {
    rule: 'undeclared-value',
    message: `the hole "${hole}" has no value that fits in a line`,
    fix: 'fill it with a text or with a value that the chart declares',
  });
  return [];
};

/** Matches `@{name}`. Splitting at it gives texts and names alternately. */
const hole = /@\{([^}]*)\}/;

const isBlock = (value: unknown): boolean => Array.isArray(value) || controlOf(value) !== undefined;

const block = (value: unknown, pad: string, scope: Scope): Lines => {
  if (Array.isArray(value)) return value.flatMap((one) => block(one, pad, scope));
  const control = controlOf(value);
  switch (control?.kind) {
    case 'when':
      return onlyIf(control.condition, 0, scope, (inner) => block(control.body, pad, inner));
    case 'either':
      return either(control, 0, scope, (branch, inner) => block(branch, pad, inner));
    case 'each':
      return range(control, 0, scope, (inner) => block(control.body, pad, inner));
    default:
      return [join([pad, ...inline(value, scope, '')])];
  }
};

/** Texts are written to a file unchanged, so a value that may contain a line break is not allowed. */
const printed = (of: Expression, scope: Scope): readonly Piece[] => {
  if (of.kind === 'text') {
    return of.parts.flatMap((part) => (typeof part === 'string' ? [part] : printed(part, scope)));
  }
  const problem = openText(of);
  if (problem !== undefined) report(scope, { rule: 'open-text', ...problem });
  return [{ action: pipeline(of, scope) }];
};

/** The problem of a text that may contain a line break. */
const openText = (of: Expression): Pick<Finding, 'message' | 'fix'> | undefined => {
  const open = (what: string, fix = 'give it a pattern'): Pick<Finding, 'message' | 'fix'> => ({
    message: `${what} may contain a line break, which would break the line of the file`,
    fix,
  });
  if (of.kind === 'joined') {
    const isOpen = 'schema' in of.of && !isSingleLine(of.of.schema.items as JsonSchema);
    return isOpen ? open(`${printPath(placeOf(of.of))}[]`) : undefined;
  }
  if (of.kind === 'include')
    return open(`the template ${of.template}`, 'use it in a manifest only');
  if (isTemplated(of))
    return open(
      `${'path' in of ? printPath(placeOf(of as never)) : 'a template'}`,
      'use it in a manifest only',
    );
  if (kindOf(of) !== 'string' || !('schema' in of) || isSingleLine(of.schema)) return undefined;
  const place = printPath(placeOf(of));
  const isKey = of.kind === 'variable' && of.variable.name === 'key';
  return isKey ? open(`a key of ${place}`, 'give its keys a pattern') : open(place);
};

const isSingleLine = (schema: JsonSchema): boolean =>
  'enum' in schema || 'pattern' in schema || 'const' in schema;
