import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { makeFolder } from '@helm-charts/engine';
import { Failure } from '@helm-charts/types';
import { extract } from 'tar-stream';

/**
 * Runs git in a directory; undefined where git refuses.
 * @throws {Failure} With exit code 3 if there is no git.
 */
export const git = (directory: string, args: readonly string[]): Promise<Buffer | undefined> =>
  new Promise((resolve, reject) => {
    const options = { cwd: directory, encoding: 'buffer', maxBuffer: 2 ** 28 } as const;
    execFile('git', [...args], options, (error, stdout) => {
      if (error === null) return resolve(stdout);
      if (error.code !== 'ENOENT') return resolve(undefined);
      const message = 'git is missing, with which the released chart is read';
      reject(
        new Failure(3, [{ rule: 'environment', severity: 'error', message, fix: 'install git' }]),
      );
    });
  });

/** The lines that git prints; none where it refuses. */
export const gitLines = async (
  directory: string,
  args: readonly string[],
): Promise<readonly string[]> =>
  ((await git(directory, args))?.toString('utf8') ?? '').split('\n').filter(Boolean);

/** Writes the files of a folder at a commit into another folder. False if the commit has no such folder. */
export const checkOut = async (
  directory: string,
  commit: string,
  path: string,
  into: string,
): Promise<boolean> => {
  const tar = await git(directory, ['archive', '--format=tar', `${commit}:${path}`]);
  if (tar === undefined) return false;
  const archive = Readable.from([tar]).pipe(extract());
  for await (const entry of archive) {
    const { name, type } = entry.header;
    const content = await buffer(entry);
    if (type !== 'file') continue;
    makeFolder(dirname(join(into, name)));
    await writeFile(join(into, name), content);
  }
  return true;
};
