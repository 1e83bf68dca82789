import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ioFailure } from '../io-failure.ts';
import { prune, touch } from '../prune.ts';
import { locked } from './lock.ts';

/** A program that is built once for all checkouts of a machine. */
interface Kept {
  /** Where this checkout wants it. */
  readonly target: string;
  /** Its path in the cache: `<cache>/<key>/<name>`. */
  readonly kept: string;
  /** The sentence that is said when a build starts. */
  readonly starts: string;
  readonly say: (sentence: string) => void;
  /** Builds it at a path. */
  readonly make: (output: string) => Promise<void>;
}

/**
 * Places a program, and returns its path. It is copied from the cache, or built: by one process, while others wait.
 * @throws {Failure} With exit code 3 if the program can't be written, and where `make` does.
 */
export const placeKept = async ({ target, kept, starts, say, make }: Kept): Promise<string> => {
  const copyKept = async (): Promise<boolean> =>
    (await touch(dirname(kept))) && (await copy(kept, target).catch(() => false));
  try {
    if (await copyKept()) return target;
    const wait = () => say('waiting for another process that builds the same program');
    await locked(`${dirname(kept)}.lock`, wait, async () => {
      if (await copyKept()) return;
      say(starts);
      await mkdir(dirname(target), { recursive: true });
      const work = await mkdtemp(join(dirname(target), 'build-'));
      try {
        const output = join(work, 'program');
        await make(output);
        // Without the cache the next checkout builds it again, and that is all.
        await copy(output, kept).catch(() => {});
        await prune(dirname(dirname(kept)));
        await rename(output, target);
      } finally {
        await rm(work, { recursive: true, force: true });
      }
      say('the native program is built');
    });
  } catch (error) {
    throw ioFailure(error, { path: target }) ?? error;
  }
  return target;
};

/** Copies a file in one atomic step. */
const copy = async (from: string, to: string): Promise<true> => {
  const temporary = `${to}.${randomUUID()}.tmp`;
  await mkdir(dirname(to), { recursive: true });
  try {
    await copyFile(from, temporary);
    await rename(temporary, to);
    return true;
  } finally {
    await rm(temporary, { force: true });
  }
};
