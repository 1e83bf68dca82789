import { mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure } from '@helm-charts/types';
import { type Ended, run } from '../../../../../tools/go/run.ts';
import { type Go, goError } from '../../../../../tools/go/toolchain.ts';
import { thisPlatform } from '../../native/platform.ts';
import { goEnvironment } from '../compile.ts';
import { followGo } from '../progress.ts';
import { apiServerDirectory, modulesEnvironment, pruneDirectory } from './sources.ts';

/** What is compiled, and where to. */
interface Compilation {
  readonly go: Go;
  /** The package in go/apiserver: `./cmd/helm-charts-apiserver`. */
  readonly program: string;
  /** The version of Kubernetes, `1.36`. */
  readonly kubernetes: string;
  /** The variables of Go. */
  readonly environment: Readonly<Record<string, string>>;
  /** Further arguments of `go build`. */
  readonly args: readonly string[];
  /** An absolute path. */
  readonly output: string;
  readonly say: (sentence: string) => void;
}

/**
 * Compiles a program of go/apiserver. The strategies of Kubernetes import the storage of the API server, and with it
 * etcd's client and much else that no strategy calls: two thirds of the code. So tools/prune copies what the program
 * reaches, and the copy is compiled.
 * @throws {Failure} With exit code 3, and the last line of Go, if that fails.
 */
export const compileApiServer = async (compilation: Compilation): Promise<void> => {
  const { go, program, kubernetes, environment, args, output, say } = compilation;
  const work = await mkdtemp(join(dirname(output), 'prune-'));
  const attempt = async (given: readonly string[], directory: string, own = environment) => {
    using progress = followGo(say);
    const settings = { directory, environment: own, onLine: progress.take };
    const [command = '', ...rest] = given;
    const ended = await run(command, rest, settings);
    if (ended.code !== 0) throw failure(ended);
  };
  try {
    const [tool, tree] = [join(work, 'prune'), join(work, 'tree')];
    const build = [go.command, 'build', '-trimpath', '-buildvcs=false'];
    await attempt([...build, '-o', tool, '.'], pruneDirectory, goEnvironment(thisPlatform));
    await attempt([tool, '-go', go.command, '-o', tree, program], apiServerDirectory, {
      ...environment,
      ...modulesEnvironment(kubernetes),
    });
    const flags = ['-v', '-mod=vendor', '-ldflags=-s -w', ...args];
    await attempt([...build, ...flags, '-o', output, program], tree);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
};

const failure = (ended: Ended): Failure =>
  new Failure(3, [
    {
      rule: 'environment',
      severity: 'error',
      position: { file: 'packages/engine/go/apiserver' },
      message: `Go can't compile the API server's validation: ${goError(ended)}`,
      fix: 'correct the Go code, or make the Go module proxy reachable',
    },
  ]);
