import { runCommand } from '../servers/command.ts';
import { missing } from '../servers/missing.ts';

/** What shellcheck finds fault with in scripts, of which `-` is the input; empty where it finds nothing. Throws a Missing where there is none. */
export const shellcheck = async (files: readonly string[], input = ''): Promise<string> => {
  try {
    const { stdout, stderr } = await runCommand('shellcheck', files, { input });
    return stdout + stderr;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw missing('shellcheck', 'Run `apt-get install shellcheck`.');
    throw error;
  }
};
