import type { ParsedDocument } from '@helm-charts/kubernetes';

/** What there is at a path. */
export type FileKind = 'file' | 'directory' | 'left-out';

/** What is to be said of what Flux leaves out. */
export const leftOut = {
  message: 'is no plain file or lies behind a link, and Flux takes neither out of a repository',
  fix: 'put the file there',
} as const;

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
  /** The YAML documents of a file; empty where there is none. What can't be read is one with findings. */
  readonly documents: (path: string) => readonly ParsedDocument[];
  /** A text that changes with anything that a directory holds; undefined where it can't be read. */
  readonly content: (directory: string) => string | undefined;
}
