import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Checked } from '@helm-charts/types';
import { filesBelow, schemaFiles, schemasDirectory } from '../../../../tools/go/files.ts';
import { absentPath, goDirectory, goFiles, nativePath } from './sources.ts';

/**
 * The path of the program of this machine, which is built if it is missing or older than a file that it is made of.
 * Without Go the value is absent, and a warning says what to install; pip is asked for Go once.
 * @throws {Failure} Where the build does.
 */
export const prepare = async (): Promise<Checked<string>> => {
  const changed = await lastChange();
  if (modified(nativePath) >= changed) return { value: nativePath, findings: [] };
  // Most calls need no build, and none of its modules.
  const { absent, buildNative } = await import('./native.ts');
  if (modified(absentPath) < changed) return buildNative();
  const { presentGo } = await import('../../../../tools/go/toolchain.ts');
  return (await presentGo()) === undefined ? { findings: [absent] } : buildNative();
};

/** When a file that the program is made of was last written, in milliseconds since 1970. */
const lastChange = async (): Promise<number> => {
  const below = (directory: string, files: readonly string[]) =>
    files.map((file) => join(directory, file));
  const files = [
    ...below(goDirectory, await goFiles()),
    ...below(schemasDirectory, await schemaFiles()),
    ...below(import.meta.dirname, await filesBelow(import.meta.dirname)),
  ];
  return Math.max(...files.map(modified));
};

/** When a file was written; 0 if there is none. One call after another takes less time than calls in parallel. */
const modified = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
