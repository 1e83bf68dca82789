import { execFileSync } from 'node:child_process';
import { missing } from './missing.ts';

/** The paths of Redis' programs. Throws a Failure with exit code 3 where this machine has none. */
export const findRedis = (): { readonly server: string; readonly client: string } => {
  try {
    const [server = '', client = ''] = execFileSync(
      '/bin/sh',
      ['-c', 'command -v redis-server && command -v redis-cli'],
      { encoding: 'utf8' },
    ).split('\n');
    return { server, client };
  } catch {
    throw missing('redis', 'Run `apt-get install redis-server`.');
  }
};
