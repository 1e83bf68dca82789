import type { Checked, Finding } from '@helm-charts/types';
import { type Digest, isDigest } from './digest.ts';

/** A repository of a registry. */
export interface Repository {
  /** The host, with its port if it has one: `registry.example.com`, `127.0.0.1:5000`. */
  readonly host: string;
  /** The path: `charts/web`. */
  readonly repository: string;
}

/** A repository, and what is named in it. With a digest, the tag is for readers only. */
export interface Reference extends Repository {
  readonly tag?: string;
  readonly digest?: Digest;
}

/** Reads `oci://host[:port]/path[:tag][@digest]`; the scheme may be absent. All problems are found at once. */
export const parseReference = (text: string): Checked<Reference> => {
  const rest = text.replace(/^oci:\/\//, '');
  const [, scheme] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(rest) ?? [];
  if (scheme !== undefined)
    return refuse(hidden(text), `its scheme is ${scheme}://`, 'begin it with oci://');
  const slash = rest.indexOf('/');
  if (slash < 0)
    return refuse(
      hidden(text),
      'it names no host, or no repository on the host',
      'write it like oci://registry.example.com/charts/web:1.0.0',
    );
  const host = rest.slice(0, slash);
  if (host.includes('@'))
    return refuse(
      hidden(text),
      'it contains credentials, which other users of this machine could read',
      'remove them, and log in with helm registry login',
    );
  const [path = '', digest] = splitAt(rest.slice(slash + 1), '@');
  const [repository = '', tag] = splitAt(path, ':');
  const problems = [
    ...problemsOf(
      text,
      hostPattern,
      host,
      `"${host}" is no host`,
      'write a host like registry.example.com:5000',
    ),
    ...repositoryProblems(text, repository),
    ...(tag === undefined ? [] : tagProblems(text, tag)),
    ...(digest === undefined || isDigest(digest)
      ? []
      : [problem(text, `"${digest}" is no digest`, 'write sha256: and 64 hexadecimal digits')]),
  ];
  if (problems.length > 0) return { findings: problems };
  return {
    value: {
      host,
      repository,
      ...(tag !== undefined && { tag }),
      ...(isDigest(digest) && { digest }),
    },
    findings: [],
  };
};

/** `oci://host/path:tag@digest`. */
export const printReference = ({ host, repository, tag, digest }: Reference): string =>
  [
    `oci://${host}/${repository}`,
    tag === undefined ? '' : `:${tag}`,
    digest === undefined ? '' : `@${digest}`,
  ].join('');

/** The tag of a version: Helm writes `_` for `+`, which a tag can't contain. */
export const tagOf = (version: string): string => version.replaceAll('+', '_');

const hostPattern =
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/;
const repositoryPattern =
  /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const tagPattern = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;

const repositoryProblems = (text: string, repository: string): readonly Finding[] =>
  problemsOf(
    text,
    repositoryPattern,
    repository,
    repository === '' ? 'it names no repository' : `"${repository}" is no repository`,
    /[A-Z]/.test(repository)
      ? 'write it in lower case'
      : 'write lower-case words, separated by / or one of . _ -, like charts/web',
  );

const tagProblems = (text: string, tag: string): readonly Finding[] =>
  problemsOf(
    text,
    tagPattern,
    tag,
    `"${tag}" is no tag`,
    tag.includes('+')
      ? `write ${tagOf(tag)}: Helm replaces + by _`
      : 'write up to 128 letters, digits, dots, hyphens and underscores, like 1.0.0',
  );

const problemsOf = (
  text: string,
  pattern: RegExp,
  part: string,
  message: string,
  fix: string,
): readonly Finding[] => (pattern.test(part) ? [] : [problem(text, message, fix)]);

const splitAt = (text: string, separator: string): readonly [string, string?] => {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
};

const refuse = (input: string, message: string, fix: string): Checked<never> => ({
  findings: [problem(input, message, fix)],
});

const problem = (input: string, message: string, fix: string): Finding => ({
  rule: 'reference',
  severity: 'error',
  input,
  message,
  fix,
});

/** The text without credentials before the host. */
const hidden = (text: string): string =>
  text.replace(/^([a-z0-9+.-]*:\/\/)?[^/]*@(?=[^/]+)/i, '$1…@');
