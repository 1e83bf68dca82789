import { execFileSync } from 'node:child_process';
import { missing } from './missing.ts';

/**
 * The paths of the Redis programs.
 * @throws {Failure} With exit code 3 if Redis is not installed.
 */
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
