import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type CompilerError, readErrors } from './compiler-error.ts';
import { type ProgramFiles, readProgramFiles } from './program-files.ts';

/** A TypeScript compiler. */
export interface Compiler {
  /** The path of `tsc`. */
  readonly program: string;
  /** The first number of its version. */
  readonly major: number;
}

/** The result of a compilation. */
export interface Compilation {
  readonly errors: readonly CompilerError[];
  /** Why the compiler failed, if that is no error of a file. */
  readonly failure: string | undefined;
  readonly files: ProgramFiles;
}

/** The compiler of a workspace; undefined if it is not installed. */
export const findCompiler = (workspace: string): Compiler | undefined => {
  try {
    const manifest = createRequire(join(workspace, 'package.json')).resolve(
      'typescript/package.json',
    );
    const { version } = Object(JSON.parse(readFileSync(manifest, 'utf8'))) as { version?: unknown };
    const program = join(dirname(manifest), 'bin/tsc');
    return { program, major: Number.parseInt(String(version), 10) };
  } catch {
    return undefined;
  }
};

/** Compiles the sources of charts and profiles of a workspace without output files. */
export const compile = async (
  { program, major }: Compiler,
  config: string,
  workspace: string,
  sources: readonly string[],
): Promise<Compilation> => {
  const args = [
    ...[program, '-p', config, '--pretty', 'false', '--explainFiles'],
    // More of them repeat each other's work, which takes twice as much CPU time and hardly less wall time.
    ...(major >= 7 ? ['--checkers', '1'] : []),
  ];
  return new Promise((done) => {
    execFile(
      process.execPath,
      args,
      { cwd: workspace, maxBuffer: 2 ** 28, env: { ...process.env, ...withoutCollection } },
      (error, output, stderr) => {
        const errors = readErrors(output);
        const reason =
          stderr || reasonIn(output) || (errors.length === 0 ? error?.message : undefined);
        done({
          errors,
          failure: error === null ? undefined : reason,
          files: readProgramFiles(output, workspace, sources),
        });
      },
    );
  });
};

/**
 * The compiler leaves hardly any garbage, and Go spends a third of the CPU time of a compilation on looking for it, so Go looks only when
 * the memory is short (the variables are those of Go's runtime).
 */
export const withoutCollection: Readonly<Record<string, string>> = {
  GOGC: 'off',
  GOMEMLIMIT: '1GiB',
};

/** An error without a place, for instance of a tsconfig.json that extends a file that does not exist. */
const reasonIn = (output: string): string | undefined => /^error TS\d+: (.+)$/m.exec(output)?.[1];
