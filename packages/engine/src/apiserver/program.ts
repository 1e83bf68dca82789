import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { memoize } from '../memoize.ts';

const name = process.platform === 'win32' ? 'helm-charts-apiserver.exe' : 'helm-charts-apiserver';

/** The folder of this repository; a published package has no `src/build`, and is in another one. */
const repository: string | undefined = existsSync(join(import.meta.dirname, '../build'))
  ? join(import.meta.dirname, '../../../..')
  : undefined;

/**
 * The path of the program for this platform, which may not be built: that in dist/native, else, in the repository of this
 * package, the one that tools/apiserver/build.sh has built on this machine.
 */
export const findProgram = (): Promise<string> => find('once');

const find = memoize(async (_: 'once'): Promise<string> => {
  const beside = join(import.meta.dirname, '../../dist/native', name);
  if (existsSync(beside) || repository === undefined) return beside;
  try {
    // Built or not: whoever observes the files of this run sees there whether it is built later.
    const args = [join(repository, 'tools/go/folder.sh'), 'apiserver'];
    const { stdout } = await promisify(execFile)('sh', args);
    return join(stdout.trim(), name);
  } catch {
    // It is not built, or this machine has no shell.
    return beside;
  }
});

/** What to do without the program. */
export const buildCommand: string =
  repository === undefined
    ? 'build it with sh tools/apiserver/build.sh in the repository of this package, and set HELM_CHARTS_APISERVER to its path'
    : 'build it with sh tools/apiserver/build.sh';
