/** Tells whether the last pattern that matches a path excludes it. */
export type Excludes = (path: readonly string[]) => boolean;

/**
 * Compiles the lines of ignore files, the later ones with more weight, as Flux reads them (fluxcd/pkg: sourceignore;
 * go-git: plumbing/format/gitignore). Other than git, Flux asks of each file, so a pattern with `!` includes a file
 * again whose directory is excluded. Paths are split at `/`, relative to the same directory as `domain`, which is that
 * of the ignore file.
 */
export const ignorePatterns = (
  files: readonly { readonly text: string; readonly domain?: readonly string[] }[],
): Excludes => {
  const patterns = files
    .flatMap(({ text, domain = [] }) =>
      text.split(/\r?\n/).flatMap((line) => patternOf(line, domain)),
    )
    .reverse();
  return (path) => patterns.find(({ matches }) => matches(path))?.excludes ?? false;
};

interface Pattern {
  readonly excludes: boolean;
  readonly matches: (path: readonly string[]) => boolean;
}

const patternOf = (line: string, domain: readonly string[]): readonly Pattern[] => {
  if (line.startsWith('#') || line.trim() === '') return [];
  const excludes = !line.startsWith('!');
  const text = (excludes ? line : line.slice(1)).replace(/(?<!\\) +$/, '');
  const isOfDirectory = text.endsWith('/');
  const parts = (isOfDirectory ? text.slice(0, -1) : text).split('/');
  const matchPath =
    parts.length > 1 ? matchParts(parts, isOfDirectory) : matchName(text, isOfDirectory);
  const matches = (path: readonly string[]): boolean =>
    path.length > domain.length &&
    domain.every((name, index) => path[index] === name) &&
    matchPath(path.slice(domain.length));
  return [{ excludes, matches }];
};

type MatchPath = (path: readonly string[]) => boolean;

/** A pattern without a slash matches a name at any level. The last name is that of a file. */
const matchName = (text: string, isOfDirectory: boolean): MatchPath => {
  const name = matcherOf(text.replace(/\/$/, ''));
  return (path) => (isOfDirectory ? path.slice(0, -1) : path).some(name);
};

/**
 * A pattern with a slash matches from the start; what is below a match is matched, too. `**` is any number of
 * directories up to the first match of the name after it. At the end it adds nothing, so `/**` matches nothing.
 */
const matchParts = (parts: readonly string[], isOfDirectory: boolean): MatchPath => {
  const names = parts.filter(
    (part, index) => part !== '' && !(part === '**' && index === parts.length - 1),
  );
  const steps = names.flatMap((name, index) =>
    name === '**' ? [] : [{ name: matcherOf(name), skips: names[index - 1] === '**' }],
  );
  if (steps.length === 0 || names.some((name) => name !== '**' && name.includes('**')))
    return () => false;
  return (path) => {
    let next = 0;
    for (const { name, skips } of steps) {
      const at = path.findIndex(
        (one, index) => index >= next && (skips || index === next) && name(one),
      );
      if (at < 0) return false;
      next = at + 1;
    }
    return next < path.length || !isOfDirectory;
  };
};

/** The patterns of Go's path/filepath.Match. An invalid one matches nothing. */
const matcherOf = (pattern: string): ((name: string) => boolean) => {
  let isInvalid = false;
  const source = pattern.replace(
    /\\([\s\S])|\[\^?(?:\\[\s\S]|[^\]\\])+\]|[\s\S]/g,
    (token: string, escaped: string | undefined) => {
      if (escaped !== undefined) return escaped.replace(/\W/, '\\$&');
      if (token === '*') return '.*';
      if (token === '?') return '.';
      if (token === '[') isInvalid = true;
      return token.length > 1 ? token : token.replace(/[\\^$.+()\]{}|/-]/, '\\$&');
    },
  );
  if (isInvalid) return () => false;
  try {
    const expression = new RegExp(`^${source}$`, 's');
    return (name) => expression.test(name);
  } catch {
    return () => false;
  }
};
