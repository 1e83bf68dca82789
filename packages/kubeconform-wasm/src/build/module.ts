import { mkdir, mkdtemp, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { goMissing } from '../../../../tools/go/toolchain.ts';
import { compile, goFor } from '../../../../tools/wasm/compile.ts';
import { initialise } from '../../../../tools/wasm/initialise.ts';
import { mergeSegments } from '../../../../tools/wasm/merge-segments.ts';
import { defaultModule } from '../file.ts';
import { type Manifest, manifestOfNow } from './manifest.ts';
import { program } from './sources.ts';

/**
 * Builds dist/kubeconform.wasm and, beside it, the manifest kubeconform.json. What it returns is for people: also without Go it is
 * a sentence, for rendering works without the validator.
 *
 * Throws a Failure where a schema is broken or the Go command fails.
 */
export const buildModule = async (): Promise<string> => {
  const now = await manifestOfNow();
  if ((await built()) === now.inputs) {
    // What is younger than the module has been looked at: it needs no second look.
    await utimes(defaultModule, new Date(), new Date());
    return 'dist/kubeconform.wasm is up to date.';
  }
  const go = await goFor('kubeconform-wasm');
  if (go === undefined) {
    await rm(directory, { recursive: true, force: true });
    return `${goMissing} Without it manifests can't be validated; rendering works.`;
  }
  await mkdir(directory, { recursive: true });
  const work = await mkdtemp(join(directory, 'build-'));
  try {
    const compiled = join(work, 'compiled.wasm');
    const initialised = join(work, 'initialised.wasm');
    await compile({ go, program: `./${program}`, output: compiled });
    await initialise({ input: compiled, output: initialised, function: 'preload' });
    await place(work, defaultModule, mergeSegments(await readFile(initialised)));
    await place(work, manifestFile, `${JSON.stringify(now, undefined, 2)}\n`);
    return 'dist/kubeconform.wasm is built.';
  } finally {
    await rm(work, { recursive: true });
  }
};

const directory = join(defaultModule, '..');
const manifestFile = join(directory, 'kubeconform.json');

/** The inputs of the module that is there. */
const built = async (): Promise<string | undefined> => {
  try {
    await readFile(defaultModule);
    return (JSON.parse(await readFile(manifestFile, 'utf8')) as Manifest).inputs;
  } catch {
    return undefined;
  }
};

/** Puts a file in its place at once, so that nobody reads half of it. */
const place = async (work: string, file: string, content: Uint8Array | string): Promise<void> => {
  const next = join(work, 'next');
  await writeFile(next, content);
  await rename(next, file);
};
