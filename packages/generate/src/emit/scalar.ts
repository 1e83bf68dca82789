import type { Expression } from '@helm-charts/types';
import { printable } from '../yaml.ts';
import { kindOf, pipeline } from './pipeline.ts';
import type { Scope } from './scope.ts';

/** A literal in YAML 1.1, which Helm reads. Template braces in a text are escaped. */
export const literal = (value: string | number | boolean | null): string =>
  typeof value === 'string'
    ? protect(plain.test(value) ? value : printable(JSON.stringify(value)))
    : String(value);

/** An expression as a YAML scalar. Texts are always quoted, since `"1.10"`, `"yes"` and `"8080"` must stay texts. */
export const scalar = (of: Expression, scope: Scope): string => {
  const text = kindOf(of) === 'string' ? ' | quote' : '';
  return `{{ ${pipeline(of, scope)}${text} }}`;
};

/** A text of several lines as the lines of a block; undefined if a block would not preserve the text. */
export const textBlock = (text: string): readonly string[] | undefined =>
  /^\S[\s\S]*[^\n]\n$/.test(text) && /^[\n\x20-\x7e]*$/.test(text) && !/ $/m.test(text)
    ? protect(text).trimEnd().split('\n')
    : undefined;

/** A literal `{{` would start an action. */
export const protect = (text: string): string => text.replaceAll('{{', '{{ "{{" }}');

/** A text or a template action. */
export type Piece = string | { readonly action: string };

/** Joins the pieces of a text. A brace right before an action would be read as part of it. */
export const join = (pieces: readonly Piece[]): string => {
  const literals = [''];
  const actions: string[] = [];
  for (const piece of pieces) {
    if (typeof piece === 'string') literals.push(`${literals.pop()}${piece}`);
    else {
      actions.push(`{{ ${piece.action} }}`);
      literals.push('');
    }
  }
  return literals
    .map((literal, at) => {
      const action = actions[at];
      return action === undefined
        ? protect(literal)
        : `${protect(literal).replace(/\{$/, '{{ "{" }}')}${action}`;
    })
    .join('');
};

/**
 * Texts that YAML 1.1 reads as texts without quotes (yaml.org/type/{bool,null,int,float,timestamp,merge}.html):
 * they start with a letter, an underline or a slash, and are none of its words for booleans and null.
 */
const plain =
  /^(?!(?:y|n|yes|no|on|off|true|false|null)$)[A-Za-z_/](?:[A-Za-z0-9_./@-]|:(?=[A-Za-z0-9_/]))*$/i;
