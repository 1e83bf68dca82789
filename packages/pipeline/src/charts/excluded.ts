import {
  type ExcludedFiles,
  excludedFrom,
  type Files,
  filesExcludedFrom,
  type IsIgnored,
} from '@helm-charts/flux';

/** What source-controller leaves out of the artifact of a source of this repository. */
export interface Excluded extends ExcludedFiles {
  /** Whether it leaves out a path (absolute): a file, or a directory of which all files are left out. */
  readonly path: IsIgnored;
}

/** Returns what an artifact leaves out by `spec.ignore` of its source; nothing if that is undefined. */
export const excludedBy = (
  repository: string,
  files: Files,
): ((ignore: string | undefined) => Excluded) => {
  const known = new Map<string, Excluded>();
  return (ignore) => {
    if (ignore === undefined) return nothing;
    const excluded = known.get(ignore) ?? {
      ...filesExcludedFrom(repository, files, ignore),
      path: excludedFrom(repository, files, ignore),
    };
    known.set(ignore, excluded);
    return excluded;
  };
};

const nothing: Excluded = { file: () => false, filesIn: () => [], path: () => false };
