import { join } from 'node:path';
import { Failure } from '@helm-charts/types';
import { workspace } from '../go/files.ts';
import { run } from '../go/run.ts';
import { findGo, type Go, goError } from '../go/toolchain.ts';

/** The Go module that has the code of all WebAssembly modules. */
export const goDirectory: string = join(workspace, 'packages/engine/go');

/** The variables of Go for WebAssembly modules. */
export const wasmEnvironment: Readonly<Record<string, string>> = {
  GOOS: 'wasip1',
  GOARCH: 'wasm',
  GOTOOLCHAIN: 'local',
  GOWORK: 'off',
};

/** What is compiled, and where to. */
interface Compilation {
  readonly go: Go;
  /** The package in the Go module: `./cmd/engine-wasm`. */
  readonly program: string;
  /** An absolute path. */
  readonly output: string;
  /** Further flags of the linker. */
  readonly linkerFlags?: string;
}

/**
 * Compiles a Go program to a WebAssembly module that exports functions.
 * @throws {Failure} With exit code 3, and the last line of Go, if that fails.
 */
export const compile = async ({
  go,
  program,
  output,
  linkerFlags = '',
}: Compilation): Promise<void> => {
  const args = ['build', '-buildmode=c-shared', '-mod=readonly', '-trimpath', '-buildvcs=false'];
  const flags = `-ldflags=-s -w ${linkerFlags}`;
  const ended = await run(go.command, [...args, flags, '-o', output, program], {
    directory: goDirectory,
    environment: wasmEnvironment,
  });
  if (ended.code === 0) return;
  throw new Failure(3, [
    {
      rule: 'environment',
      severity: 'error',
      position: { file: join('packages/engine/go', program) },
      message: `Go can't compile it to WebAssembly: ${goError(ended)}`,
      fix: 'correct the Go code, or make the Go module proxy reachable',
    },
  ]);
};

/** The Go toolchain; `name` is who says that one is being installed. */
export const goFor = (name: string): Promise<Go | undefined> =>
  findGo((sentence) => console.error(`${name}: ${sentence}`));
