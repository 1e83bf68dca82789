/** Whether a file or folder, by its path inside of a chart, is left out. */
export type Ignored = (path: string, isFolder: boolean) => boolean;

/** What Helm refuses in a `.helmignore`. */
export interface IgnoreProblem {
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

/** Every chart leaves out hidden files of templates (`AddDefaults`). */
const defaults = ['templates/.?*'];

/**
 * Reads a `.helmignore` as Helm does (helm pkg/ignore/rules.go). A pattern with a `/` is compared with the whole path, one without it with the name; `/`
 * at the end means folders; `!` leaves out everything that does not match.
 */
export const readIgnore = (
  text: string,
): { readonly ignored: Ignored; readonly problems: readonly IgnoreProblem[] } => {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .map((line) => line.trim());
  const problems = lines.flatMap((line, at) => {
    const message = problemOf(line);
    return message === undefined ? [] : [{ line: at + 1, message }];
  });
  if (problems.length > 0) return { ignored: () => false, problems };
  const rules = [...lines, ...defaults].filter(isPattern).map(ruleOf);
  return { ignored: (path, isFolder) => rules.some((rule) => rule(path, isFolder)), problems };
};

const isPattern = (line: string): boolean => line !== '' && !line.startsWith('#');

const problemOf = (line: string): string | undefined => {
  if (!isPattern(line)) return undefined;
  if (line.includes('**')) return `Helm has no "**", as in "${line}"`;
  if (/(^|[^\\])\[(?![^\]]+\])/.test(line)) return `the "[" of "${line}" has no end`;
  return undefined;
};

const ruleOf = (line: string): Ignored => {
  const negated = line.startsWith('!');
  const rest = negated ? line.slice(1) : line;
  const foldersOnly = rest.endsWith('/');
  const pattern = foldersOnly ? rest.slice(0, -1) : rest;
  const regex = regexOf(pattern.replace(/^\//, ''));
  const ofWhole = pattern.includes('/');
  const matches: Ignored = (path, isFolder) =>
    (!foldersOnly || isFolder) && regex.test(ofWhole ? path : nameOf(path));
  return negated ? (path, isFolder) => !matches(path, isFolder) : matches;
};

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** A pattern of Go's filepath.Match as a regular expression. */
const regexOf = (pattern: string): RegExp => {
  const tokens = pattern.match(/\\.|\[(?:\\.|[^\]])+\]|[\s\S]/g) ?? [];
  const parts = tokens.map((token) => {
    if (token === '*') return '[^/]*';
    if (token === '?') return '[^/]';
    if (token.length > 2 && token.startsWith('[')) return token;
    return token.replace(/^\\(?=.)/, '').replace(/[.*+?^${}()|[\]\\]/, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`);
};
