import { Failure } from '@helm-charts/types';
import { run } from '../../../../tools/go/run.ts';
import { type Go, goError } from '../../../../tools/go/toolchain.ts';
import type { Platform } from '../native/platform.ts';
import { versions } from '../programs/versions.ts';
import { followGo } from './progress.ts';
import { goDirectory } from './sources.ts';

/** What is compiled, and where to. */
interface Compilation {
  readonly go: Go;
  readonly platform: Platform;
  /** The path of the program, absolute. */
  readonly output: string;
  readonly say: (sentence: string) => void;
}

/** The package of the program in the Go module. */
export const programPackage = './cmd/helm-charts-engine';

/** Helm reads what `.Capabilities.HelmVersion` says from variables that its releases set, too. */
export const linkerFlags: string = [
  ['version', `v${versions.helm.version}`],
  ['gitCommit', versions.helm.commit],
  ['gitTreeState', 'clean'],
]
  .map(([name, value]) => `-X helm.sh/helm/v4/internal/version.${name}=${value}`)
  .join(' ');

/** The flags of `go build` and `go test`: with the same ones, both share what Go has compiled. */
export const compilerFlags: readonly string[] = [
  '-mod=readonly',
  '-trimpath',
  '-buildvcs=false',
  `-ldflags=-s -w ${linkerFlags}`,
];

/** The arguments of `go build`, without the output. */
export const buildArguments: readonly string[] = ['build', '-v', ...compilerFlags];

/** The variables of Go that decide what the program is, so that it is the same on every machine. */
export const goEnvironment = ({ os, cpu }: Platform): Readonly<Record<string, string>> => ({
  CGO_ENABLED: '0',
  GOARCH: cpu === 'x64' ? 'amd64' : cpu,
  GOAMD64: 'v1',
  GOARM64: 'v8.0',
  GOEXPERIMENT: '',
  GOOS: os === 'win32' ? 'windows' : os,
  GOTOOLCHAIN: 'local',
  GOWORK: 'off',
});

/**
 * Compiles the program for a platform.
 * @throws {Failure} With exit code 3, and the last line of Go, if that fails.
 */
export const compile = async ({ go, platform, output, say }: Compilation): Promise<void> => {
  using progress = followGo(say);
  const ended = await run(go.command, [...buildArguments, '-o', output, programPackage], {
    directory: goDirectory,
    environment: goEnvironment(platform),
    onLine: progress.take,
  });
  if (ended.code === 0) return;
  throw new Failure(3, [
    {
      rule: 'environment',
      severity: 'error',
      position: { file: 'packages/engine/go' },
      message: `Go can't compile the engine: ${goError(ended)}`,
      fix: 'correct the Go code, or make the Go module proxy reachable',
    },
  ]);
};
