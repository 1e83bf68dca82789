/** The local copy of a remote base or file. */
export interface LocalCopy {
  /** The directory of the base, or the file; absolute. */
  readonly path: string;
  /** The directory with everything that the base may refer to, for instance the copy of its repository; absolute. */
  readonly root: string;
}

/** Finds the local copy of what a kustomization names by its URL; undefined if there is none. */
export type FindCopy = (url: string) => LocalCopy | undefined;

/** A reference of a kustomization to something that kustomize fetches. */
export interface RemoteReference {
  /** The file of the kustomization, absolute. */
  readonly file: string;
  /** The path of its field. */
  readonly at: readonly (string | number)[];
  /** Undefined if there is none, so that the build goes without it. */
  readonly copy: LocalCopy | undefined;
}

/**
 * Whether kustomize would fetch a path from the network (kustomize: api/internal/git/repospec.go).
 */
export const isRemote = (path: string): boolean =>
  /^(\w+::|\w+:\/\/|[\w.-]+@|gh:|github\.com[/:])|[?&](ref|version)=|\w\/\/\w/.test(path);
