import { join } from 'node:path';
import { findGo } from '../../../../tools/go/toolchain.ts';
import { type Platform, programOf } from '../native/platform.ts';
import { compile } from './compile.ts';
import { placeKept } from './kept.ts';
import { keyOf } from './key.ts';
import { machineCache } from './machine-cache.ts';
import { placeSchemas } from './schemas.ts';

/** Says a sentence to people, on standard error, since standard output has results. */
const say = (sentence: string): void => console.error(`engine: ${sentence}`);

/**
 * Places the program for a platform in a folder, and returns its path; undefined if there is no Go toolchain. What was
 * built once on this machine is copied from the cache of all checkouts, in ~/.cache/helm-charts/engine; a program that was not
 * used for a month is removed from it.
 * @throws {Failure} With exit code 2 for a broken schema, and 3 if the program can't be compiled or written.
 */
export const placeProgram = async (
  platform: Platform,
  folder: string,
): Promise<string | undefined> => {
  const go = await findGo(say);
  if (go === undefined) return undefined;
  const key = await keyOf(go, platform, await placeSchemas());
  return placeKept({
    target: join(folder, programOf(platform)),
    kept: join(machineCache('engine'), key, programOf(platform)),
    starts: `building the native program for ${platform.os}-${platform.cpu} with ${go.version}; without a cache of Go this takes 1 to 2 minutes`,
    say,
    make: (output) => compile({ go, platform, output, say }),
  });
};
