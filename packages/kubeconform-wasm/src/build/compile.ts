import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '@helm-charts/types';
import { run } from '../../../../tools/go/run.ts';
import { type Go, goError } from '../../../../tools/go/toolchain.ts';
import { goDirectory } from './files.ts';

/**
 * Compiles go/ to WebAssembly.
 *
 * The standard library's `net/http` and `crypto/tls` are overlaid by the small packages of go/offline: the module can't
 * reach a network then, and is little more than half as large.
 * Throws a Failure with exit code 3, and the Go command's last line, when that doesn't work.
 */
export const compile = async (go: Go, directory: string): Promise<string> => {
  const overlay = join(directory, 'overlay.json');
  const replaced = await Promise.all(offline.map((path) => replace(go.root, path)));
  await writeFile(overlay, JSON.stringify({ Replace: Object.assign({}, ...replaced) }));
  const output = join(directory, 'compiled.wasm');
  const args = ['build', '-buildmode=c-shared', '-trimpath', '-buildvcs=false', '-ldflags=-s -w'];
  const ended = await run(go.command, [...args, '-overlay', overlay, '-o', output, '.'], {
    directory: goDirectory,
    environment: { GOOS: 'wasip1', GOARCH: 'wasm', GOTOOLCHAIN: 'local', GOWORK: 'off' },
  });
  if (ended.code === 0) return output;
  throw new Failure(3, [
    {
      rule: 'environment',
      severity: 'error',
      position: { file: 'packages/kubeconform-wasm/go' },
      message: `Go can't compile the validator: ${goError(ended)}`,
      fix: 'make the Go module proxy reachable',
    },
  ]);
};

/** Packages of the standard library that go/offline has a stand-in for. */
const offline = ['net/http', 'crypto/tls'];

/** Takes every file of a package away and puts the stand-in's there. */
const replace = async (root: string, path: string): Promise<Readonly<Record<string, string>>> => {
  const directory = join(root, 'src', path);
  const name = path.slice(path.indexOf('/') + 1);
  const files = (await readdir(directory)).filter((file) => file.endsWith('.go'));
  return {
    ...Object.fromEntries(files.map((file) => [join(directory, file), ''])),
    [join(directory, 'offline.go')]: join(goDirectory, 'offline', name, `${name}.go`),
  };
};
