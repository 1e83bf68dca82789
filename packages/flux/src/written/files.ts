import { readdirSync, readFileSync, statSync } from 'node:fs';
import { relative } from 'node:path';
import { contentOf } from '../content.ts';
import { type ParsedDocument, parseYamlStream } from '../yaml.ts';

/** The files of a workspace and of its charts, each read once. Paths are absolute. */
export interface Files {
  /** How findings name a path: relative to the workspace, `.` for its root. */
  readonly name: (path: string) => string;
  readonly kind: (path: string) => 'file' | 'directory' | undefined;
  /** Names in a directory, sorted by code unit; empty where there is none. */
  readonly list: (directory: string) => readonly string[];
  /** The text of a file; undefined where there is none. */
  readonly text: (path: string) => string | undefined;
  /** The YAML documents of a file; empty where there is none. */
  readonly documents: (path: string) => readonly ParsedDocument[];
  /** A text that changes with anything that a directory holds; undefined where it can't be read. */
  readonly content: (directory: string) => string | undefined;
}

/** Reads files of a workspace. */
export const readFiles = (workspaceRoot: string): Files => {
  const texts = new Map<string, string | undefined>();
  const contents = new Map<string, string | undefined>();
  const streams = new Map<string, readonly ParsedDocument[]>();
  const kind = (path: string) => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isDirectory()) return 'directory';
    return found === undefined ? undefined : 'file';
  };
  const text = (path: string) => {
    if (!texts.has(path)) {
      texts.set(path, kind(path) === 'file' ? readFileSync(path, 'utf8') : undefined);
    }
    return texts.get(path);
  };
  const documents = (path: string) => {
    const known = streams.get(path) ?? parseYamlStream(text(path) ?? '');
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

const readable = (directory: string): string | undefined => {
  try {
    return contentOf(directory);
  } catch {
    return undefined;
  }
};
