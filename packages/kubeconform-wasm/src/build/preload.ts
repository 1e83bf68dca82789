import { join } from 'node:path';
import { Failure } from '@helm-charts/types';
import { schemasDirectory } from '../../../../tools/go/files.ts';
import { run } from '../../../../tools/go/run.ts';

/**
 * Runs the module's `preload`, which compiles the schemas, and stores the memory it leaves behind in a new module.
 *
 * Throws a Failure with exit code 2 that names a schema kubeconform can't compile, and one with exit code 3 where the
 * platform has no wizer.
 */
export const preload = async (input: string, directory: string): Promise<string> => {
  const output = join(directory, 'preloaded.wasm');
  const ended = await run(await wizer(), [
    '--allow-wasi',
    '--wasm-bulk-memory=true',
    '--init-func=preload',
    '--mapdir',
    `/schemas::${schemasDirectory}`,
    '-o',
    output,
    '--',
    input,
  ]);
  if (ended.code === 0) return output;
  const [, file, cause] = /^\/(schemas\/[^:]+): (.*)$/m.exec(ended.stderr) ?? [];
  const position = { file: file ?? 'packages/kubeconform-wasm' };
  const message = cause ?? ended.stderr.trim().split('\n')[0] ?? '';
  throw new Failure(2, [{ rule: 'schemas', severity: 'error', position, message }]);
};

const wizer = async (): Promise<string> => {
  try {
    return (await import('@bytecodealliance/wizer')).default;
  } catch (cause) {
    const finding = {
      rule: 'environment',
      severity: 'error',
      input: '@bytecodealliance/wizer',
      message: 'there is no wizer for this platform',
      fix: 'run npm install with optional packages',
    } as const;
    throw new Failure(3, [finding], { cause });
  }
};
