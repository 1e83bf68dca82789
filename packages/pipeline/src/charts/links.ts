import { cp } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { readFolder } from '@helm-charts/engine/folder';
import type { Files } from '@helm-charts/flux';
import type { Finding } from '@helm-charts/types';

/**
 * The symbolic links in the directory of a chart, relative to it. source-controller leaves them out of an artifact
 * (fluxcd/pkg: artifact/storage/storage.go, Archive, and tar/tar.go), so Helm does not find them in the cluster. Where
 * links are not supported, as on Windows, Git writes a file with the target instead.
 */
export const linksIn = (directory: string): readonly string[] => readFolder(directory)?.links ?? [];

/** Says which links are left out of a chart. */
export const linkFindings = (
  directory: string,
  links: readonly string[],
  files: Files,
): readonly Finding[] =>
  links.map((link) => ({
    rule: 'chart-link',
    severity: 'warning',
    position: { file: files.name(join(directory, link)) },
    message:
      'it is a symbolic link, which Flux leaves out of the artifact, so the release is installed without it',
    fix: 'replace the link with the file or the directory',
  }));

/** Copies the directory of a chart without some paths, which are relative to it. */
export const copyWithout = (
  directory: string,
  leftOut: readonly string[],
  target: string,
): Promise<void> =>
  cp(directory, target, {
    recursive: true,
    filter: (path) => !leftOut.includes(relative(directory, path)),
  });
