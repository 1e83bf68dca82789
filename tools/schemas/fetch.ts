import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '@helm-charts/types';
import { run } from '../go/run.ts';
import { findGo, goError, goMissing } from '../go/toolchain.ts';

/** A Go module that was fetched: where its files are, its version, and the hash that go.sum would hold. */
export interface Module {
  readonly directory: string;
  readonly version: string;
  readonly hash: string;
}

/**
 * Fetches a Go module through the Go command, which checks it against the checksum database. `module` is `path@version`;
 * the version may be `latest` or begin one, for instance `v1.37`.
 *
 * Throws a Failure with exit code 3 when there is no Go or the module can't be had.
 */
export const fetchModule = (module: string): Promise<Module> =>
  // Outside of any module, so that no go.mod has a say.
  inFolder(async (directory) => {
    const { stdout, ...ended } = await go(['mod', 'download', '-json', module], directory);
    if (stdout === '') throw missing('go mod download', goError({ stdout, ...ended }));
    return moduleOf(JSON.parse(stdout), module);
  });

/** Runs `work` with an empty folder. */
export const inFolder = async <T>(work: (directory: string) => Promise<T>): Promise<T> => {
  const directory = await mkdtemp(join(tmpdir(), 'schemas-'));
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true });
  }
};

/**
 * Runs the Go command in a folder. A module that needs a newer Go gets one from the Go module proxy.
 * @throws {Failure} With exit code 3 when there is no Go.
 */
export const go = async (args: readonly string[], directory: string) => {
  const found = await findGo((sentence) => console.error(sentence));
  if (found === undefined) throw missing('go', goMissing);
  return run(found.command, args, { directory, environment: { GOTOOLCHAIN: 'auto' } });
};

const moduleOf = (
  { Dir, Sum, Version, Error: error }: Readonly<Record<string, string>>,
  name: string,
): Module => {
  if (Dir === undefined || Sum === undefined || Version === undefined) {
    const cause = error?.replace(/\s+/g, ' ') ?? 'the Go command did not say why';
    throw missing(name, `The module can't be fetched; is the Go module proxy reachable? ${cause}`);
  }
  return { directory: Dir, version: Version, hash: Sum };
};

export const missing = (input: string, message: string): Failure =>
  new Failure(3, [{ rule: 'environment', severity: 'error', input, message }]);
