import { homedir } from 'node:os';
import { join } from 'node:path';

/** The folder of programs that this machine keeps, the same as that of the servers for tests (tools/go/folder.sh). */
export const machineCache = (name: string): string =>
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'helm-charts', name);
