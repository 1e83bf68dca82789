import { lstat, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Checked, Finding } from '@helm-charts/types';
import type { Entry } from './archive.ts';
import type { Ignored } from './ignore.ts';

/** helm pkg/chart/loader/archive, `MaxDecompressedFileSize`. */
const largestFile = 5 * 1024 * 1024;

/**
 * Reads the files of a directory that are not left out. A link inside of the directory counts as what it leads to, as with Helm; one that leads out of
 * it, a file that is none and one that Helm finds too large are findings.
 */
export const readTree = async (
  directory: string,
  ignored: Ignored,
): Promise<Checked<readonly Entry[]>> => {
  const root = await realpath(directory);
  const found = await read(root, '', ignored);
  const findings = found.flatMap((one) => ('finding' in one ? [one.finding] : []));
  const value = found.flatMap((one) => ('entry' in one ? [one.entry] : []));
  return findings.length > 0 ? { findings } : { value, findings };
};

type Found = { readonly entry: Entry } | { readonly finding: Finding };

const read = async (root: string, path: string, ignored: Ignored): Promise<readonly Found[]> => {
  const names = (await readdir(join(root, path))).toSorted();
  const found = await Promise.all(
    names.map((name) => readOne(root, path === '' ? name : `${path}/${name}`, ignored)),
  );
  return found.flat();
};

const readOne = async (root: string, path: string, ignored: Ignored): Promise<readonly Found[]> => {
  const full = join(root, path);
  const isLink = (await lstat(full)).isSymbolicLink();
  const target = await stat(full).catch(() => undefined);
  if (ignored(path, target?.isDirectory() ?? false)) return [];
  if (target === undefined)
    return [problem(path, 'it is a link that leads nowhere', 'correct or remove it')];
  const real = isLink ? relative(root, await realpath(full)) : path;
  if (real === '..' || real.startsWith(`..${sep}`)) {
    return [
      problem(
        path,
        'it is a link that leads out of the chart',
        'copy the file in place of the link',
      ),
    ];
  }
  if (target.isDirectory()) {
    // A link to a folder above itself would have no end.
    if (isLink && (real === '' || path.startsWith(`${real}${sep}`)))
      return [problem(path, 'it is a link to a folder that contains it', 'remove it')];
    return read(root, path, ignored);
  }
  if (!target.isFile())
    return [problem(path, 'it is neither a file nor a folder', 'move it out of the chart')];
  if (target.size > largestFile) {
    return [problem(path, 'it has more than 5 MiB, which Helm refuses', 'name it in .helmignore')];
  }
  return [{ entry: { path, content: await readFile(full) } }];
};

const problem = (file: string, message: string, fix: string): Found => ({
  finding: { rule: 'package', severity: 'error', position: { file }, message, fix },
});
