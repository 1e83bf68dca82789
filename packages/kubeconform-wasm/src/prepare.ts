import { spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { filesBelow, goDirectory, schemasDirectory } from './build/files.ts';
import { defaultModule } from './file.ts';

const buildDirectory = join(import.meta.dirname, 'build');

/**
 * Builds the module where there is none, or where it is older than what it is made of. That takes about 20 seconds,
 * and is said on standard error. Whether a module came of it is for `loadValidator` to say.
 */
export const prepareValidator = async (): Promise<void> => {
  if (await isNewest(defaultModule)) return;
  process.stderr.write(
    'kubeconform-wasm: building the validator, which takes about 20 seconds, once\n',
  );
  await new Promise<void>((resolve) => {
    const child = spawn(process.execPath, [join(buildDirectory, 'build.ts')], {
      stdio: ['ignore', process.stderr, process.stderr],
    });
    child.on('error', () => resolve());
    child.on('close', () => resolve());
  });
};

const isNewest = async (module: string): Promise<boolean> => {
  const built = await modified(module);
  const sources = await Promise.all(
    [goDirectory, schemasDirectory, buildDirectory].map(async (directory) =>
      (await filesBelow(directory)).map((file) => join(directory, file)),
    ),
  );
  const times = await Promise.all(sources.flat().map(modified));
  return times.every((time) => time <= built);
};

/** When a file was written, in milliseconds since 1970; 0 where there is none. */
const modified = async (file: string): Promise<number> => {
  try {
    return (await stat(file)).mtimeMs;
  } catch {
    return 0;
  }
};
