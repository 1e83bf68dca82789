import { listAt, stringAt } from '@helm-charts/kubernetes';
import type { Finding } from '@helm-charts/types';
import type { Files } from '../sources/files.ts';

/** A chart of a repository or registry that is pinned in the lock file. */
export interface LockedChart {
  /**
   * The URL of the HelmRepository, or the URL of the OCIRepository including the name of the chart.
   */
  readonly source: string;
  readonly name: string;
  readonly version: string;
  /** The digest (`sha256:…`) of the chart package. It is absent if `path` is set. */
  readonly digest?: string;
  /**
   * The digest (`sha256:…`) of the OCI manifest in the registry. Flux appends its first digits to
   * the version.
   */
  readonly revision?: string;
  /**
   * The directory of the chart in this workspace, if the workspace publishes the chart to this
   * source.
   */
  readonly path?: string;
  /** The directories of the trees that need the chart, as `helm-charts fetch` has found them. */
  readonly trees?: readonly string[];
}

/** A file or a repository from the network that is pinned in the lock file. */
export interface LockedRemote {
  /** As the kustomization or the schema names it. */
  readonly url: string;
  /** The digest (`sha256:…`) of the file, or of the files of the repository. */
  readonly digest: string;
  /** The commit of a Git repository; absent for a file. */
  readonly commit?: string;
  /** The directories of the trees that need it. */
  readonly trees?: readonly string[];
}

/** The content of a lock file. */
export interface ChartLock {
  readonly charts: readonly LockedChart[];
  readonly remotes: readonly LockedRemote[];
  readonly findings: readonly Finding[];
}

/** The content of a lock file that does not exist. */
export const emptyLock: ChartLock = { charts: [], remotes: [], findings: [] };

/**
 * Reads a lock file: `{"charts": [{"source", "name", "version", "digest", "revision"}]}`. A missing
 * file is an empty lock. `file` is absolute.
 */
export const readLock = (file: string, files: Files): ChartLock => {
  const [document] = files.documents(file);
  const findings: Finding[] = [];
  const report = (line: number, message: string, fix: string) =>
    findings.push({
      rule: 'lock',
      severity: 'error',
      position: { file: files.name(file), line },
      message,
      fix,
    });
  findings.push(...(document?.findings ?? []));
  const charts = listAt(document?.value, 'charts').flatMap((entry, index): LockedChart[] => {
    const text = (field: string) => stringAt(entry, field);
    const [source, name, version] = [text('source'), text('name'), text('version')];
    const [digest, revision, path] = [text('digest'), text('revision'), text('path')];
    const line = document?.lineOf(['charts', index]) ?? 1;
    if (source === undefined || name === undefined || version === undefined) {
      report(
        line,
        'the entry lacks source, name or version, so no chart is found by it',
        'add the missing field',
      );
      return [];
    }
    if (path === undefined && !isDigest(digest)) {
      report(
        line,
        'the entry has no valid digest and no path, so its chart cannot be found',
        'set digest to sha256: and 64 hexadecimal digits, or path to the directory of the chart',
      );
      return [];
    }
    if (revision !== undefined && !isDigest(revision)) {
      report(line, 'the revision is not a digest', 'set it to sha256: and 64 hexadecimal digits');
      return [];
    }
    return [
      {
        source: withoutSlash(source),
        name,
        version,
        ...(digest !== undefined && { digest }),
        ...(revision !== undefined && { revision }),
        ...(path !== undefined && { path }),
        ...treesOf(entry),
      },
    ];
  });
  const remotes = listAt(document?.value, 'remotes').flatMap((entry, index): LockedRemote[] => {
    const [url, digest] = [stringAt(entry, 'url'), stringAt(entry, 'digest')];
    const commit = stringAt(entry, 'commit');
    if (url === undefined || digest === undefined || !isDigest(digest)) {
      const line = document?.lineOf(['remotes', index]) ?? 1;
      const message = 'the entry lacks a URL or a valid digest, so nothing is found by it';
      report(line, message, 'remove it, and run helm-charts fetch');
      return [];
    }
    const trees = treesOf(entry);
    return [{ url, digest, ...(commit !== undefined && { commit }), ...trees }];
  });
  return { charts, remotes, findings };
};

const treesOf = (entry: unknown): Pick<LockedChart, 'trees'> => {
  const trees = listAt(entry, 'trees').filter((tree) => typeof tree === 'string');
  return trees.length > 0 ? { trees } : {};
};

/** Removes slashes at the end of a URL, as in the lock file. */
export const withoutSlash = (url: string): string => url.replace(/\/+$/, '');

const isDigest = (text: string | undefined): boolean => /^sha256:[0-9a-f]{64}$/.test(text ?? '');
