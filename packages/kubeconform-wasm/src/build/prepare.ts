import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure, type Finding } from '@helm-charts/types';
import { defaultModule } from '../file.ts';
import { filesBelow, goDirectory, schemasDirectory } from './files.ts';
import { run } from './run.ts';

const buildDirectory = import.meta.dirname;

/**
 * Builds the module where there is none, or where it is older than what it is made of. That takes about 20 seconds,
 * and is said on standard error. Without Go there is no module afterwards, which is for `loadValidator` to say.
 *
 * Throws a Failure with the exit code and the sentences of the build where that fails.
 */
export const prepare = async (): Promise<void> => {
  if (await isNewest(defaultModule)) return;
  process.stderr.write(
    'kubeconform-wasm: preparing the validator; to build it takes about 20 seconds, once\n',
  );
  const { code, stderr } = await run(process.execPath, [join(buildDirectory, 'build.ts')]);
  if (code !== 0) throw new Failure(code === 3 ? 3 : 2, findings(stderr));
};

/** The findings that the build printed, a line each; see printFinding. */
const findings = (said: string): readonly Finding[] =>
  said
    .trim()
    .split('\n')
    .map((line) => {
      const [, where = 'kubeconform-wasm', message = line, rule = 'build'] =
        /^error (\S+): (.*) \[([\w-]+)\]$/.exec(line) ?? [];
      return { rule, severity: 'error', where, message };
    });

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
