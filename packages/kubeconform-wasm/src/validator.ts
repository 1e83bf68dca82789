import { readFile } from 'node:fs/promises';
import { resultOf } from './answer.ts';
import { BrokenModule } from './broken.ts';
import { defaultModule } from './file.ts';
import { type Instance, instantiate } from './instance.ts';
import { obstacle } from './malformed.ts';
import type { ValidationResult } from './validation-result.ts';
import { type Module, webAssembly } from './webassembly.ts';

/** kubeconform with the schemas of Kubernetes and Flux. It reads no file and no network, and keeps nothing of a document. */
export interface Validator {
  /** Judges one document in YAML or JSON, of at most 3 MiB. Never rejects. */
  readonly validate: (document: string) => Promise<ValidationResult>;
}

export interface LoadOptions {
  /** The path of the module; the one that this package's build made unless given. */
  readonly module?: string;
  /** The sets of schemas to use, in the order in which a kind is looked for, for instance `kubernetes-1.37`; those of the default target unless given. */
  readonly schemas?: readonly string[];
}

/**
 * Loads the validator, which takes about 0.1 s and 100 MiB; one is enough for a process. From then on V8 compiles WebAssembly
 * of the whole process for speed only where it runs long (`patience`).
 *
 * Throws a BrokenModule when the module is missing or broken.
 */
export const loadValidator = async ({
  module = defaultModule,
  schemas = [],
}: LoadOptions = {}): Promise<Validator> => {
  const compiled = await load(module);
  let instance: Promise<Instance> | undefined = instantiate(compiled, schemas);
  await instance;
  const validate = async (document: string): Promise<ValidationResult> => {
    const problem = obstacle(document);
    if (problem !== undefined) return { status: 'malformed', message: problem };
    try {
      instance ??= instantiate(compiled, schemas);
      const { ask, size } = await instance;
      const answer = ask(document);
      if (size() > largest) instance = undefined;
      return resultOf(answer);
    } catch {
      // A text nested so deeply that the stack ends, or so wide that the memory does, breaks the instance.
      instance = undefined;
      const message = 'The document is nested too deeply, or takes too much memory, to be read.';
      return { status: 'malformed', message };
    }
  };
  return { validate };
};

/** An instance that has grown to more bytes than this is given up, as it never shrinks; ordinary manifests need 40 MB. */
const largest = 200_000_000;

const load = async (file: string): Promise<Module> => {
  try {
    const bytes = await readFile(file);
    return await webAssembly.compile(bytes);
  } catch (cause) {
    throw new BrokenModule(file, cause instanceof webAssembly.CompileError, cause);
  }
};
