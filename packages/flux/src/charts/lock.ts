import { listAt, stringAt } from '@helm-charts/kubernetes';
import type { Finding } from '@helm-charts/types';
import type { Files } from '../sources/files.ts';

/** A chart of a repository or registry, as a person once fetched it. */
export interface LockedChart {
  /** The URL of the HelmRepository, or of the OCIRepository with the chart's name. */
  readonly source: string;
  readonly name: string;
  readonly version: string;
  /** `sha256:…` of the package, by which it is found among the packages; absent where `path` says where the chart is. */
  readonly digest?: string;
  /** `sha256:…` of the manifest in a registry, from which Flux takes the end of the version. */
  readonly revision?: string;
  /** A chart of the workspace that is published under this source. */
  readonly path?: string;
}

/** What a lock file says. */
export interface ChartLock {
  readonly charts: readonly LockedChart[];
  readonly findings: readonly Finding[];
}

/**
 * Reads a lock file: `{"charts": [{"source", "name", "version", "digest", "revision"}]}`. None at
 * all locks nothing. `file` is absolute.
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
      report(line, 'an entry has a source, a name and a version', 'add what is missing');
      return [];
    }
    if (path === undefined && !isDigest(digest)) {
      report(
        line,
        'an entry has the digest of the package, sha256: and 64 digits, or the path of a chart',
        'add one',
      );
      return [];
    }
    if (revision !== undefined && !isDigest(revision)) {
      report(line, 'a revision is sha256: and 64 digits', 'correct it');
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
      },
    ];
  });
  return { charts, findings };
};

/** A URL as the lock has it. */
export const withoutSlash = (url: string): string => url.replace(/\/+$/, '');

const isDigest = (text: string | undefined): boolean => /^sha256:[0-9a-f]{64}$/.test(text ?? '');
