import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const program = join(import.meta.dirname, 'build/prepare.ts');

/**
 * Builds the module in this package's own repository, where it is missing or older than what it is made of. The
 * published package has it built.
 */
export const prepareValidator = async (): Promise<void> => {
  if (!existsSync(program)) return;
  const { prepare } = (await import(pathToFileURL(program).href)) as { prepare(): Promise<void> };
  await prepare();
};
