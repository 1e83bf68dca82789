/// <reference path="./wizer.d.ts" />
import { Failure } from '@helm-charts/types';
import { run } from '../go/run.ts';

/** A module to initialise. */
interface Initialisation {
  readonly input: string;
  readonly output: string;
  /** The function that the module exports for this. */
  readonly function: string;
  /** A directory that is the root of the file system meanwhile; none unless given. */
  readonly root?: string;
}

/**
 * Runs a function of a WebAssembly module, and stores the memory that it leaves behind in a new module.
 * @throws {Failure} With exit code 2 if the function ends the program: it wrote the path of a file and a message. With
 * exit code 3 if there is no wizer for this platform.
 */
export const initialise = async (module: Initialisation): Promise<void> => {
  const { input, output, root } = module;
  const ended = await run(await wizer(), [
    '--allow-wasi',
    '--wasm-bulk-memory=true',
    `--init-func=${module.function}`,
    ...(root === undefined ? [] : ['--mapdir', `/::${root}`]),
    '-o',
    output,
    '--',
    input,
  ]);
  if (ended.code === 0) return;
  const [, file, cause] = /^(schemas\/[^:]+): (.*)$/m.exec(ended.stderr) ?? [];
  const position = { file: file ?? 'packages/engine/go' };
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
