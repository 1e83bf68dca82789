/** Whether a pattern removes the shortest or the longest match. */
export type Extent = 'shortest' | 'longest';

/**
 * Removes the start of a text that matches a shell pattern (`*`, `?`, `[a-z]`) (fluxcd/pkg:
 * envsubst/funcs.go). An invalid pattern matches nothing.
 */
export const trimPrefix = (text: string, pattern: string, extent: Extent): string => {
  const expression = toExpression(pattern);
  if (expression === undefined) return text;
  const lengths = Array.from({ length: text.length }, (_, index) => index + 1);
  if (extent === 'longest') lengths.reverse();
  const length = lengths.find((end) => expression.test(text.slice(0, end)));
  return length === undefined ? text : text.slice(length);
};

/**
 * Removes the end of a text that matches. Like Flux, it reverses the text and the pattern,
 * including brackets.
 */
export const trimSuffix = (text: string, pattern: string, extent: Extent): string =>
  reverse(trimPrefix(reverse(text), reverse(pattern), extent));

const reverse = (text: string): string => [...text].reverse().join('');

const toExpression = (pattern: string): RegExp | undefined => {
  const source = pattern.replace(
    /\*+|\?|\\[\s\S]|\[\^?(?:\\[\s\S]|[^\]\\])+\]|[\s\S]/g,
    (token) => {
      if (token.startsWith('*')) return '[\\s\\S]*';
      if (token === '?') return '[\\s\\S]';
      if (token.length > 1 && token.startsWith('[')) return token;
      return (token.length > 1 ? token.slice(1) : token).replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');
    },
  );
  if (/(^|[^\\])(\\\\)*\\$/.test(pattern)) return undefined;
  try {
    return new RegExp(`^${source}$`);
  } catch {
    return undefined;
  }
};
