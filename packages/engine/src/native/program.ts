import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Checked } from '@helm-charts/types';
import { memoize } from '../memoize.ts';
import { installedProgram } from './installed.ts';
import { thisPlatform } from './platform.ts';

/**
 * The path of the native program for this platform; without one, a warning that says what to install. In the
 * repository of this package the program is built if it is missing or older than its sources; elsewhere an npm package
 * has it.
 * @throws {Failure} With exit code 3 if the installed program has another version, or the build fails.
 */
export const nativeProgram = (): Promise<Checked<string>> => find('once');

const find = memoize(async (_: 'once'): Promise<Checked<string>> => {
  if (existsSync(builder)) {
    const { prepare } = (await import(pathToFileURL(builder).href)) as Builder;
    return prepare();
  }
  const { version } = createRequire(import.meta.url)('../../package.json') as {
    readonly version: string;
  };
  return installedProgram({ platform: thisPlatform, from: import.meta.url, version });
});

/** The published package does not have it. */
const builder = join(import.meta.dirname, '../build/prepare.ts');

interface Builder {
  readonly prepare: () => Promise<Checked<string>>;
}
