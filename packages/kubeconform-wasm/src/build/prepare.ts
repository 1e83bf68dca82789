import { stat } from 'node:fs/promises';
import { defaultModule } from '../file.ts';
import { buildModule } from './module.ts';
import { allFiles } from './sources.ts';

/**
 * Builds the module where there is none, or where it is older than what it is made of. That takes about 20 seconds,
 * and is said on standard error. Without Go there is no module afterwards, which is for `loadValidator` to say.
 *
 * Throws a Failure where the build does.
 */
export const prepare = async (): Promise<void> => {
  if (await isNewest(defaultModule)) return;
  process.stderr.write(
    'kubeconform-wasm: preparing the validator; to build it takes about 20 seconds, once\n',
  );
  await buildModule();
};

const isNewest = async (module: string): Promise<boolean> => {
  const built = await modified(module);
  const times = await Promise.all((await allFiles()).map(modified));
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
