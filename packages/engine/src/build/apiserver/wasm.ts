import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure } from '@helm-charts/types';
import { filesBelow, workspace } from '../../../../../tools/go/files.ts';
import { goMissing } from '../../../../../tools/go/toolchain.ts';
import { goFor, wasmEnvironment } from '../../../../../tools/wasm/compile.ts';
import { initialise } from '../../../../../tools/wasm/initialise.ts';
import { limitMemory } from '../../../../../tools/wasm/limit-memory.ts';
import { mergeSegments } from '../../../../../tools/wasm/merge-segments.ts';
import { builtApiServerModule } from '../../wasm/module.ts';
import { replaceFile } from '../../write.ts';
import { compileApiServer } from './compile.ts';
import { apiServerHash, defaultKubernetes } from './sources.ts';

/** The package of the WebAssembly module in go/apiserver. */
export const apiServerWasmPackage = './cmd/apiserver-wasm';

/** The memory that the module may take, in bytes. */
const maxMemory = 2 ** 30;

const say = (sentence: string): void => console.error(`apiserver-wasm: ${sentence}`);

/**
 * Builds the API server's validation as WebAssembly in dist/apiserver-wasm, unless what is there is made of the same
 * files. All kinds are registered at build time, and the memory is stored in the module.
 * @throws {Failure} With exit code 3 without Go or wizer, or if the code does not compile.
 */
export const buildApiServerModule = async (): Promise<string> => {
  const inputs = await inputsOfNow();
  if ((await read(inputsFile)) === inputs && (await read(builtApiServerModule)) !== undefined) {
    return builtApiServerModule;
  }
  const go = await goFor('apiserver-wasm');
  if (go === undefined) {
    throw new Failure(3, [{ rule: 'environment', severity: 'error', message: goMissing }]);
  }
  const folder = dirname(builtApiServerModule);
  await mkdir(folder, { recursive: true });
  const work = await mkdtemp(join(folder, 'build-'));
  try {
    const [compiled, initialised] = [join(work, 'compiled.wasm'), join(work, 'initialised.wasm')];
    await compileApiServer({
      go,
      program: apiServerWasmPackage,
      kubernetes: defaultKubernetes,
      environment: { CGO_ENABLED: '0', ...wasmEnvironment },
      args: ['-buildmode=c-shared'],
      output: compiled,
      say,
    });
    await initialise({ input: compiled, output: initialised, function: 'initialise' });
    const module = limitMemory(mergeSegments(await readFile(initialised)), maxMemory);
    await replaceFile(builtApiServerModule, module);
    await replaceFile(inputsFile, inputs);
  } finally {
    await rm(work, { recursive: true });
  }
  return builtApiServerModule;
};

const inputsFile = join(dirname(builtApiServerModule), 'inputs');

const inputsOfNow = async (): Promise<string> => {
  const hash = createHash('sha256').update(await apiServerHash());
  const tools = join(workspace, 'tools/wasm');
  for (const file of await filesBelow(tools)) hash.update(await readFile(join(tools, file)));
  return hash.digest('hex');
};

const read = (file: string): Promise<string | undefined> =>
  readFile(file, 'latin1').catch(() => undefined);
