import { isUtf8 } from 'node:buffer';
import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import type { FileKind, Files } from '@helm-charts/flux';
import { type ParsedDocument, parseYamlStream } from '@helm-charts/kubernetes';
import { type Folders, openFolders } from './folders.ts';

/** The files of a workspace, and the folders of charts in it and in its cache. */
export interface WorkspaceFiles extends Files {
  readonly folders: Folders;
}

/** What is known of the files of a workspace. */
interface KnownFiles {
  /** The folders of charts that were read before. */
  readonly folders?: Folders | undefined;
  /** Names files that are copies of others. */
  readonly nameOf?: (path: string) => string | undefined;
}

/** Reads files of a workspace. */
export const readFiles = (
  workspaceRoot: string,
  { folders = openFolders(undefined), nameOf = () => undefined }: KnownFiles = {},
): WorkspaceFiles => {
  const texts = new Map<string, Text>();
  const streams = new Map<string, readonly ParsedDocument[]>();
  const kinds = new Map<string, FileKind | undefined>();
  const isBelow = (path: string) => path.startsWith(`${workspaceRoot}/`);
  const name = (path: string) => nameOf(path) ?? (relative(workspaceRoot, path) || '.');
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
      streams.get(path) ??
      (problem ? [unreadable(name(path), problem)] : parseYamlStream(text ?? '', name(path)));
    streams.set(path, known);
    return known;
  };
  return {
    name,
    kind,
    list: (directory) => (kind(directory) === 'directory' ? readdirSync(directory).sort() : []),
    text,
    documents,
    content: (directory) => folders.of(directory)?.content,
    folders,
  };
};

interface Text {
  readonly text: string | undefined;
  /** Why an existing file has no text. */
  readonly problem?: { readonly line: number; readonly message: string; readonly fix: string };
}

/** Outside the workspace, links are followed. */
const kindAt = (path: string, isOwn: boolean): FileKind | undefined => {
  const found = (isOwn ? lstatSync : statSync)(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) return 'directory';
  if (found?.isFile()) return 'file';
  return found && 'left-out';
};

/** In bytes. etcd stores objects of at most 1.5 MiB; a file with several objects may be larger. */
const maxSize = 20 * 1024 * 1024;

const readText = (path: string): Text => {
  const { size } = statSync(path);
  if (size > maxSize) {
    const message = `the file has ${Math.ceil(size / 1024 / 1024)} MiB, but only files of at most 20 MiB are read`;
    return { text: undefined, problem: { line: 1, message, fix: 'remove large data from it' } };
  }
  try {
    const content = readFileSync(path);
    const text = content.toString();
    if (isUtf8(content)) return { text };
    const line = text.slice(0, text.indexOf('\ufffd')).split('\n').length;
    const message = 'the file is not UTF-8 text';
    return { text: undefined, problem: { line, message, fix: 'save it as UTF-8' } };
  } catch (reason) {
    const why = reason instanceof Error && 'code' in reason ? String(reason.code) : String(reason);
    const message = `the file cannot be read (${why})`;
    return { text: undefined, problem: { line: 1, message, fix: 'check its permissions' } };
  }
};

const unreadable = (
  file: string,
  { line, message, fix }: NonNullable<Text['problem']>,
): ParsedDocument => ({
  findings: [{ rule: 'yaml', severity: 'error', position: { file, line }, message, fix }],
  line,
  end: line,
  lineOf: () => line,
});
