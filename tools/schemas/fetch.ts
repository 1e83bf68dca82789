import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '@helm-charts/types';
import { run } from '../go/run.ts';
import { findGo, goError, goMissing } from '../go/toolchain.ts';

/** A Go module that was fetched: where its files are, and the hash that go.sum would hold. */
export interface Module {
  readonly directory: string;
  readonly hash: string;
}

/**
 * Fetches Go modules (`path@version`) through the Go command, which checks them against the checksum database.
 *
 * Throws a Failure with exit code 3 when there is no Go or a module can't be had.
 */
export const fetchModules = async (modules: readonly string[]): Promise<readonly Module[]> => {
  // Outside of any module, so that no go.mod has a say.
  const directory = await mkdtemp(join(tmpdir(), 'schemas-'));
  try {
    const go = await findGo((sentence) => console.error(sentence));
    if (go === undefined) throw missing('go', goMissing);
    const fetch = async (module: string): Promise<Module> => {
      const ended = await run(go.command, ['mod', 'download', '-json', module], { directory });
      if (ended.stdout === '') throw missing('go mod download', goError(ended));
      return moduleOf(JSON.parse(ended.stdout), module);
    };
    return await Promise.all(modules.map(fetch));
  } finally {
    await rm(directory, { recursive: true });
  }
};

const moduleOf = (
  { Dir, Sum, Error: error }: Readonly<Record<string, string>>,
  name: string,
): Module => {
  if (Dir === undefined || Sum === undefined) {
    const cause = error?.replace(/\s+/g, ' ') ?? 'the Go command did not say why';
    throw missing(name, `The module can't be fetched; is the Go module proxy reachable? ${cause}`);
  }
  return { directory: Dir, hash: Sum };
};

const missing = (input: string, message: string): Failure =>
  new Failure(3, [{ rule: 'environment', severity: 'error', input, message }]);
