/** A directory of a Git repository that a kustomization names (kustomize: api/internal/git/repospec.go). */
export interface GitReference {
  /** What git fetches. */
  readonly repository: string;
  /** The directory of the base in the repository, empty for its root. */
  readonly path: string;
  /** A branch, a tag or a commit; undefined for the default branch. */
  readonly ref: string | undefined;
}

/** Reads what a kustomization names. Undefined if it can't be a Git repository, or if the directory leaves it. */
export const gitReference = (text: string): GitReference | undefined => {
  const [named = '', query = ''] = splitAt(text.replace(/^git::/i, ''), '?');
  const parameters = new URLSearchParams(query);
  const ref = parameters.get('ref') || parameters.get('version') || undefined;
  const [, scheme = '', user = '', rest = ''] =
    /^((?:ssh|https?):\/\/)?([A-Za-z][A-Za-z0-9-]*@)?(.*)$/is.exec(named) ?? [];
  const isGithub = /^github\.com[/:]/i.test(rest);
  const isScp = scheme === '' && (user !== '' || isGithub);
  if (scheme === '' && !isScp) return undefined;
  const end = isScp ? rest.search(/[/:]/) : rest.indexOf('/');
  if (end < 1) return undefined;
  const host = hostOf(scheme.toLowerCase(), user, rest.slice(0, end + 1), isGithub);
  const parts = partsOf(rest.slice(end + 1));
  if (parts === undefined || parts.path.split('/').includes('..')) return undefined;
  return { repository: host + parts.repository, path: parts.path, ref };
};

/** kustomize gets repositories of GitHub over HTTPS, unless a user or ssh is named. */
const hostOf = (scheme: string, user: string, host: string, isGithub: boolean): string => {
  if (!isGithub) return scheme + user + host;
  return scheme === 'ssh://' || user !== '' ? `${user}github.com:` : 'https://github.com/';
};

/** The repository ends at a mark, or else after its second part. */
const partsOf = (
  text: string,
): { readonly repository: string; readonly path: string } | undefined => {
  const [, azure, inAzure = ''] = /^(.*?_git\/[^/]*)\/?(.*)$/s.exec(text) ?? [];
  if (azure !== undefined) return { repository: azure, path: inAzure };
  const [before, after] = splitAt(text, '//');
  if (after !== undefined) return { repository: before, path: after.replace(/^\//, '') };
  const [, marked, below = ''] = /^(.*?\.git)\/?(.*)$/s.exec(text) ?? [];
  if (marked !== undefined) return { repository: marked, path: below };
  const segments = text.split('/');
  if (segments.length < 2 || segments[0] === '') return undefined;
  return { repository: segments.slice(0, 2).join('/'), path: segments.slice(2).join('/') };
};

const splitAt = (text: string, separator: string): readonly [string, string?] => {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
};
