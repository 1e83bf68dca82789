/**
 * A pattern of doublestar as a regular expression for whole paths: a double star as a segment is any number of directories, one
 * star is a part of a name, and braces are alternatives (github.com/bmatcuk/doublestar v4, match.go). With `isPlain` it is a
 * pattern of Go's path.Match, in which stars do not cross directories and braces have no meaning. Undefined for a pattern that
 * is invalid.
 */
export const expressionOf = (pattern: string, isPlain = false): RegExp | undefined => {
  const source = sourceOf(pattern, isPlain);
  if (source === undefined) return undefined;
  try {
    return new RegExp(`^${source}$`, 'su');
  } catch {
    return undefined;
  }
};

/** Whether a path has a character that makes it a pattern (source-watcher: internal/builder/builder.go, containsGlobChars). */
export const isPattern = (path: string): boolean => /[*?[\]]/.test(path);

const sourceOf = (pattern: string, isPlain: boolean): string | undefined => {
  let source = '';
  let braces = 0;
  for (let at = 0; at < pattern.length; at += 1) {
    const rest = pattern.slice(at);
    const [directories] = isPlain ? [] : (/^\*\*(\/|$)/.exec(rest) ?? []);
    const isSegment = at === 0 || pattern[at - 1] === '/';
    if (directories !== undefined && isSegment) {
      const isLast = directories === '**';
      // `a/**` is also `a` itself.
      if (isLast && source.endsWith('/')) source = `${source.slice(0, -1)}(/.*)?`;
      else source += isLast ? '.*' : '(?:[^/]+/)*';
      at += directories.length - 1;
      continue;
    }
    const [stars] = /^\*+/.exec(rest) ?? [];
    const [whole, negated, items = ''] =
      /^\[([!^]?)((?:\\.|[^\]\\])(?:\\.|[^\]\\])*)\]/.exec(rest) ?? [];
    if (stars !== undefined) {
      source += '[^/]*';
      at += stars.length - 1;
    } else if (rest[0] === '?') {
      source += '[^/]';
    } else if (rest[0] === '[') {
      if (whole === undefined) return undefined;
      source += `(?!/)[${negated ? '^' : ''}${items.replace(/[\\[\]]/g, (one) => (one === '\\' ? one : `\\${one}`))}]`;
      at += whole.length - 1;
    } else if (rest[0] === '\\') {
      if (rest.length === 1) return undefined;
      source += escaped(rest[1] ?? '');
      at += 1;
    } else if (!isPlain && rest[0] === '{') {
      braces += 1;
      source += '(?:';
    } else if (!isPlain && rest[0] === '}' && braces > 0) {
      braces -= 1;
      source += ')';
    } else if (!isPlain && rest[0] === ',' && braces > 0) {
      source += '|';
    } else {
      source += escaped(rest[0] ?? '');
    }
  }
  return braces > 0 ? undefined : source;
};

const escaped = (character: string): string => character.replace(/[.*+?^${}()|[\]\\]/u, '\\$&');
