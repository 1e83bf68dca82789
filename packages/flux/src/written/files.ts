import { isUtf8 } from 'node:buffer';
import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { contentOf } from '../content.ts';
import { type ParsedDocument, parseYamlStream } from '../yaml.ts';

/** What there is at a path. */
type FileKind = 'file' | 'directory' | 'left-out';

/** What is to be said of what Flux leaves out. */
export const leftOut =
  'is no plain file or lies behind a link, and Flux takes neither out of a repository; put the file there.';

/** The files of a workspace and of its charts, each read once. Paths are absolute. */
export interface Files {
  /** How findings name a path: relative to the workspace, `.` for its root. */
  readonly name: (path: string) => string;
  /**
   * `left-out` is what Flux puts into no artifact, links above all (source-controller:
   * internal/controller/storage.go, Archive), and what lies behind a link.
   */
  readonly kind: (path: string) => FileKind | undefined;
  /** Names in a directory, sorted by code unit; empty where there is none. */
  readonly list: (directory: string) => readonly string[];
  /** The text of a file; undefined where there is none, or none that can be read. */
  readonly text: (path: string) => string | undefined;
  /** The YAML documents of a file; empty where there is none. What can't be read is one with a problem. */
  readonly documents: (path: string) => readonly ParsedDocument[];
  /** A text that changes with anything that a directory holds; undefined where it can't be read. */
  readonly content: (directory: string) => string | undefined;
}

/** Reads files of a workspace. */
export const readFiles = (workspaceRoot: string): Files => {
  const texts = new Map<string, Text>();
  const contents = new Map<string, string | undefined>();
  const streams = new Map<string, readonly ParsedDocument[]>();
  const kinds = new Map<string, FileKind | undefined>();
  const isBelow = (path: string) => path.startsWith(`${workspaceRoot}/`);
  const kind = (path: string): FileKind | undefined => {
    if (kinds.has(path)) return kinds.get(path);
    const isBehindLink =
      isBelow(path) && isBelow(dirname(path)) && kind(dirname(path)) === 'left-out';
    const found = kindAt(path, isBelow(path));
    const own = isBehindLink && found !== undefined ? 'left-out' : found;
    kinds.set(path, own);
    return own;
  };
  const read = (path: string): Text => {
    const known = texts.get(path) ?? (kind(path) === 'file' ? readText(path) : { text: undefined });
    texts.set(path, known);
    return known;
  };
  const text = (path: string) => read(path).text;
  const documents = (path: string) => {
    const { text, problem } = read(path);
    const known =
      streams.get(path) ?? (problem ? [unreadable(problem)] : parseYamlStream(text ?? ''));
    streams.set(path, known);
    return known;
  };
  const content = (directory: string) => {
    if (!contents.has(directory)) contents.set(directory, readable(directory));
    return contents.get(directory);
  };
  return {
    name: (path) => relative(workspaceRoot, path) || '.',
    kind,
    list: (directory) => (kind(directory) === 'directory' ? readdirSync(directory).sort() : []),
    text,
    documents,
    content,
  };
};

interface Text {
  readonly text: string | undefined;
  /** Why a file that is there has none. */
  readonly problem?: { readonly line: number; readonly message: string };
}

/** Above the root of the workspace a link is as good as what it leads to. */
const kindAt = (path: string, isOwn: boolean): FileKind | undefined => {
  const found = (isOwn ? lstatSync : statSync)(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) return 'directory';
  if (found?.isFile()) return 'file';
  return found && 'left-out';
};

/** In bytes. etcd takes objects of 1.5 MiB at most; a file of several may be larger. */
const maxSize = 20 * 1024 * 1024;

const readText = (path: string): Text => {
  const { size } = statSync(path);
  if (size > maxSize) {
    const message = `it has ${Math.ceil(size / 1024 / 1024)} MiB, and no file of objects is larger than 20; take large data out of it`;
    return { text: undefined, problem: { line: 1, message } };
  }
  try {
    const content = readFileSync(path);
    const text = content.toString();
    if (isUtf8(content)) return { text };
    const line = text.slice(0, text.indexOf('\ufffd')).split('\n').length;
    const message = 'this is no text in UTF-8; save it as such';
    return { text: undefined, problem: { line, message } };
  } catch (reason) {
    const why = reason instanceof Error && 'code' in reason ? String(reason.code) : String(reason);
    const message = `it can't be read (${why}); look at its permissions`;
    return { text: undefined, problem: { line: 1, message } };
  }
};

const unreadable = ({ line, message }: NonNullable<Text['problem']>): ParsedDocument => ({
  value: null,
  problems: [{ line, column: 1, message }],
  line,
  end: line,
  lineOf: () => line,
});

const readable = (directory: string): string | undefined => {
  try {
    return contentOf(directory);
  } catch {
    return undefined;
  }
};
