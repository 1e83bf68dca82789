import type { ParsedDocument } from '@helm-charts/kubernetes';

/** The kind of a path. */
export type FileKind = 'file' | 'directory' | 'left-out';

/** Message and fix for a path that Flux excludes from the artifact. */
export const leftOut = {
  message:
    'is not a regular file or is behind a symbolic link, so Flux excludes it from the artifact',
  fix: 'replace the link with the file',
} as const;

/** The files of a workspace and of its charts, each read once. Paths are absolute. */
export interface Files {
  /** The name of a path in findings: relative to the workspace, `.` for its root. */
  readonly name: (path: string) => string;
  /**
   * `left-out` is a path that Flux never adds to an artifact, such as a symbolic link
   * (source-controller: internal/controller/storage.go, Archive) or a path behind one.
   */
  readonly kind: (path: string) => FileKind | undefined;
  /** The names in a directory, sorted by code unit; empty if there is no directory. */
  readonly list: (directory: string) => readonly string[];
  /** The text of a file; undefined if it does not exist or can't be read. */
  readonly text: (path: string) => string | undefined;
  /**
   * The YAML documents of a file; empty if it does not exist. A file that can't be read is one
   * document with findings.
   */
  readonly documents: (path: string) => readonly ParsedDocument[];
  /** A fingerprint of all files of a directory; undefined if it can't be read. */
  readonly content: (directory: string) => string | undefined;
}
