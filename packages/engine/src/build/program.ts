import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { findGo } from '../../../../tools/go/toolchain.ts';
import { ioFailure } from '../io-failure.ts';
import { type Platform, programOf } from '../native/platform.ts';
import { compile } from './compile.ts';
import { keyOf } from './key.ts';
import { locked } from './lock.ts';
import { placeSchemas } from './schemas.ts';

/** Says a sentence to people, on standard error, since standard output has results. */
export const say = (sentence: string): void => console.error(`engine: ${sentence}`);

/**
 * Places the program for a platform in a folder, and returns its path; undefined if there is no Go toolchain. What was
 * built once on this machine is copied from the cache of all checkouts, in ~/.cache/helm-charts/engine.
 * @throws {Failure} With exit code 2 for a broken schema, and 3 if the program can't be compiled or written.
 */
export const placeProgram = async (
  platform: Platform,
  folder: string,
): Promise<string | undefined> => {
  const go = await findGo(say);
  if (go === undefined) return undefined;
  const target = join(folder, programOf(platform));
  const key = await keyOf(go, platform, await placeSchemas());
  const kept = join(machineCache(), key, programOf(platform));
  const copyKept = () => copy(kept, target).catch(() => false);
  try {
    if (await copyKept()) return target;
    const wait = () => say('waiting for another process that builds the same program');
    await locked(`${dirname(kept)}.lock`, wait, async () => {
      if (await copyKept()) return;
      say(
        `building the native program for ${platform.os}-${platform.cpu} with ${go.version}; without a cache of Go this takes 1 to 2 minutes`,
      );
      await mkdir(folder, { recursive: true });
      const work = await mkdtemp(join(folder, 'build-'));
      try {
        const output = join(work, 'program');
        await compile({ go, platform, output, say });
        // Without the cache the next checkout builds it again, and that is all.
        await copy(output, kept).catch(() => {});
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

/** The same folder as that of the servers for tests (tools/go/folder.sh). */
const machineCache = (): string =>
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'helm-charts/engine');

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
