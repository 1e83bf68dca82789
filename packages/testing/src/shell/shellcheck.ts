import { runCommand } from '../servers/command.ts';
import { missing } from '../servers/missing.ts';

/**
 * The findings of shellcheck for scripts; empty if there are none. The path `-` is the input.
 * @throws {Failure} With exit code 3 if shellcheck is not installed.
 */
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
