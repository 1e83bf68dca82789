import { runCommand } from '../servers/command.ts';
import { missing } from '../servers/missing.ts';

/** What shellcheck finds fault with in scripts; empty where it finds nothing. Throws a Missing where there is none. */
export const shellcheck = async (files: readonly string[]): Promise<string> => {
  try {
    return (await runCommand('shellcheck', files)).stdout;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw missing('shellcheck', 'Run `apt-get install shellcheck`.');
    throw error;
  }
};
