import { existsSync } from 'node:fs';
import { Failure } from '@helm-charts/types';
import {
  BrokenModule,
  defaultModule,
  loadValidator,
  obstacle,
  prepareValidator,
  resultOf,
  type ValidationResult,
} from 'kubeconform-wasm';
import type { Backend } from './backend.ts';
import { Broken } from './broken.ts';
import { codeOf, identityOf } from './code.ts';
import type { Context } from './context.ts';
import { memoize } from './memoize.ts';

/** Validates documents against the schemas of their kinds. */
export interface Validator {
  /** Changes with the schemas and the code, so it is part of the key of the cache. Undefined if there is no validator. */
  readonly identity: string | undefined;
  /**
   * The results in the order of the documents.
   * @throws {Failure} With exit code 3 if the validator can't be loaded.
   */
  readonly validate: (documents: readonly string[]) => Promise<readonly ValidationResult[]>;
}

/** The validator of the engine in use; kubeconform-wasm, if the engine has none or can't be opened. */
export const openValidator = async (context: Context): Promise<Validator> => {
  const { schemas } = context;
  // Objects can be validated without helm and kubectl.
  const backend = await context.backend().catch(() => undefined);
  return backend?.validate === undefined
    ? webAssembly(schemas.join(' '))
    : ofBackend(backend.identity, backend.validate, schemas);
};

const ofBackend = (
  identity: string,
  validate: NonNullable<Backend['validate']>,
  schemas: readonly string[],
): Validator => ({
  identity: `${identity} ${code()} ${schemas}`,
  validate: async (documents) => {
    const obstacles = documents.map(obstacle);
    const answers = await orBroken(
      validate(
        documents.filter((_, index) => obstacles[index] === undefined),
        schemas,
      ),
    );
    if (answers === undefined) return (await webAssembly(schemas.join(' '))).validate(documents);
    const results = answers.map(resultOf).values();
    return obstacles.flatMap((message): readonly ValidationResult[] => {
      if (message !== undefined) return [{ status: 'malformed', message }];
      const result = results.next();
      return result.done ? [] : [result.value];
    });
  },
});

/** Undefined if the program of the engine is broken; the engine warns of that. */
const orBroken = async <T>(work: Promise<T>): Promise<T | undefined> => {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Broken) return undefined;
    throw error;
  }
};

/** One validator for the whole process and the names of sets of schemas. */
const webAssembly = memoize(async (schemas: string): Promise<Validator> => {
  await prepareValidator();
  return {
    identity: existsSync(defaultModule)
      ? `${identityOf(defaultModule)} ${code()} ${schemas}`
      : undefined,
    validate: async (documents) => {
      const { validate } = await load(schemas);
      return Promise.all(documents.map(validate));
    },
  };
});

const code = (): string => codeOf(import.meta.resolve('kubeconform-wasm'));

const load = memoize((schemas: string) =>
  loadValidator({ schemas: schemas.split(' ') }).catch((cause: unknown) => {
    if (!(cause instanceof BrokenModule)) throw cause;
    const { file, message } = cause;
    const fix =
      'install kubeconform-wasm again, or build it with npm run nx -- run kubeconform-wasm:build';
    throw new Failure(
      3,
      [{ rule: 'environment', severity: 'error', position: { file }, message, fix }],
      { cause },
    );
  }),
);
