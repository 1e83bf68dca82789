import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { missing } from '@helm-charts/testing/servers';

/** A shell, and the programs that an image with it has instead of the usual ones. */
export interface Shell {
  readonly command: readonly string[];
  /** Folders where programs are found first. */
  readonly path: readonly string[];
}

/** A shell of this machine with its programs in a folder of its own, below the given one. */
export const findShell = async (name: 'dash' | 'busybox', parent: string): Promise<Shell> => {
  try {
    if (name === 'dash') {
      await run('dash', ['-c', 'true']);
      return { command: ['dash'], path: [] };
    }
    const folder = await mkdtemp(join(parent, 'busybox-'));
    await run('busybox', ['--install', '-s', folder]);
    await run('chmod', ['755', folder]);
    return { command: ['busybox', 'sh'], path: [folder] };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    throw missing(name, `Scripts run in it, too; run \`apt-get install ${name}\`.`);
  }
};

const run = promisify(execFile);
