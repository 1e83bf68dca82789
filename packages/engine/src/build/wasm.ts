import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure } from '@helm-charts/types';
import { filesBelow } from '../../../../tools/go/files.ts';
import { goMissing } from '../../../../tools/go/toolchain.ts';
import { compile, goFor } from '../../../../tools/wasm/compile.ts';
import { initialise } from '../../../../tools/wasm/initialise.ts';
import { limitMemory } from '../../../../tools/wasm/limit-memory.ts';
import { mergeSegments } from '../../../../tools/wasm/merge-segments.ts';
import { builtModule } from '../wasm/module.ts';
import { replaceFile } from '../write.ts';
import { linkerFlags } from './compile.ts';
import { placeSchemas } from './schemas.ts';
import { goDirectory, goFiles } from './sources.ts';

/** The package of the WebAssembly module in the Go module. */
export const wasmPackage = './cmd/engine-wasm';

/** The memory that a release may take, in bytes. */
const maxMemory = 2 ** 30;

/**
 * Builds the engine as WebAssembly in dist/wasm, unless what is there is made of the same files. It takes a minute or
 * more, most of it to run the module once and store its memory.
 * @throws {Failure} With exit code 3 without Go, or if the code does not compile.
 */
export const buildWebAssembly = async (): Promise<string> => {
  const inputs = await inputsOfNow();
  if ((await read(inputsFile)) === inputs && (await read(builtModule)) !== undefined) {
    return builtModule;
  }
  const go = await goFor('engine');
  if (go === undefined) {
    throw new Failure(3, [{ rule: 'environment', severity: 'error', message: goMissing }]);
  }
  const folder = dirname(builtModule);
  await mkdir(folder, { recursive: true });
  const work = await mkdtemp(join(folder, 'build-'));
  try {
    const [compiled, initialised, root] = ['compiled.wasm', 'initialised.wasm', 'root'].map(
      (name) => join(work, name),
    ) as [string, string, string];
    await mkdir(root);
    await compile({ go, program: wasmPackage, output: compiled, linkerFlags });
    await initialise({ input: compiled, output: initialised, function: 'initialise', root });
    const module = limitMemory(mergeSegments(await readFile(initialised)), maxMemory);
    await replaceFile(builtModule, module);
    await replaceFile(inputsFile, inputs);
  } finally {
    await rm(work, { recursive: true });
  }
  return builtModule;
};

const inputsFile = join(dirname(builtModule), 'inputs');

const inputsOfNow = async (): Promise<string> => {
  const hash = createHash('sha256').update(await placeSchemas());
  const tools = join(goDirectory, '../../../tools/wasm');
  const files = [
    ...(await goFiles()).map((file) => join(goDirectory, file)),
    ...(await filesBelow(tools)).map((file) => join(tools, file)),
    join(import.meta.dirname, 'wasm.ts'),
  ];
  for (const file of files) hash.update(await readFile(file));
  return hash.digest('hex');
};

const read = (file: string): Promise<string | undefined> =>
  readFile(file, 'latin1').catch(() => undefined);
