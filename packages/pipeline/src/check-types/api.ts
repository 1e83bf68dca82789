import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Finding } from '@helm-charts/types';
import type { SourceFile } from 'typescript/unstable/ast';
import type { Project } from 'typescript/unstable/async';
import { type Compilation, withoutCollection } from './compiler.ts';
import { errorsOf } from './diagnostics.ts';
import { importersOf } from './imports.ts';
import { operandFindings } from './operators.ts';
import { isOwn, programFiles } from './program-files.ts';

/** What the interface of TypeScript says of a program. */
export interface Answered {
  /** Undefined if `tsc` has to say what is wrong: an error has no place in a file. */
  readonly compilation: Compilation | undefined;
  /** The references that are operands of JavaScript. */
  readonly operands: readonly Finding[];
}

/** The modules of the interface that TypeScript has since 7.0. */
export type TypeScript = typeof import('typescript/unstable/async') &
  typeof import('typescript/unstable/ast');

/**
 * Compiles the sources that a tsconfig.json names, and looks for references in operands, with one compiler. Undefined for an older
 * TypeScript, which has no such interface.
 */
export const askCompiler = async (
  config: string,
  workspace: string,
  sources: readonly string[],
): Promise<Answered | undefined> => {
  const typescript = await load(workspace);
  if (typescript === undefined) return undefined;
  const api = new typescript.API({ cwd: workspace });
  try {
    const snapshot = await startedWith(withoutCollection, () =>
      api.updateSnapshot({ openProjects: [config] }),
    );
    const project = snapshot.getProject(config);
    if (project === undefined) return { compilation: undefined, operands: [] };
    return await inProject(project, { typescript, workspace, sources });
  } catch (error) {
    return { compilation: undefined, operands: [notChecked(error)] };
  } finally {
    await api.close();
  }
};

/**
 * Does what starts the compiler: the interface gives it the variables of this process. Whoever has set one of them wants it so for all
 * programs.
 */
const startedWith = async <T>(
  variables: Readonly<Record<string, string>>,
  start: () => Promise<T>,
): Promise<T> => {
  const { env } = process;
  const names = Object.keys(variables);
  if (names.some((name) => env[name] !== undefined)) return start();
  Object.assign(env, variables);
  try {
    return await start();
  } finally {
    for (const name of names) delete env[name];
  }
};

const load = async (workspace: string): Promise<TypeScript | undefined> => {
  const { resolve } = createRequire(join(workspace, 'package.json'));
  try {
    const [api, ast] = ['typescript/unstable/async', 'typescript/unstable/ast'].map(
      (name) => import(pathToFileURL(resolve(name)).href),
    );
    return { ...(await ast), ...(await api) } as TypeScript;
  } catch {
    return undefined;
  }
};

interface Asked {
  readonly typescript: TypeScript;
  readonly workspace: string;
  readonly sources: readonly string[];
}

const inProject = async (
  project: Project,
  { typescript, workspace, sources }: Asked,
): Promise<Answered> => {
  const { program, checker } = project;
  const names = (await program.getSourceFileNames()).filter(isOwn);
  const [files, errors] = await Promise.all([
    Promise.all(names.map((name) => program.getSourceFile(name))),
    errorsOf(program, workspace),
  ]);
  const own = files.flatMap((file) => file ?? []);
  const inWorkspace = ({ fileName }: SourceFile): boolean =>
    !relative(workspace, fileName).startsWith('..');
  const [operands, importers] = await Promise.all([
    operandFindings(own.filter(inWorkspace), checker, typescript),
    importersOf(own, checker),
  ]);
  return {
    compilation: errors && {
      errors,
      failure: undefined,
      files: programFiles(importers, sources),
    },
    operands,
  };
};

const notChecked = (error: unknown): Finding => ({
  rule: 'types',
  severity: 'warning',
  message: `the TypeScript API cannot be used, so operands are not checked for references: ${String(error)}`,
  fix: 'run "npm i -D typescript@7.0.2"',
});
