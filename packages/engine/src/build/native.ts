import { mkdir, rm, writeFile } from 'node:fs/promises';
import type { Checked, Finding } from '@helm-charts/types';
import { thisPlatform } from '../native/platform.ts';
import { placeProgram } from './program.ts';
import { absentPath, nativePath, programDirectory } from './sources.ts';

/**
 * Builds the program of this machine in dist/native. Without Go there is none afterwards, and a warning says what to
 * install.
 * @throws {Failure} Where the build does.
 */
export const buildNative = async (): Promise<Checked<string>> => {
  if ((await placeProgram(thisPlatform, programDirectory)) !== undefined) {
    await rm(absentPath, { force: true });
    return { value: nativePath, findings: [] };
  }
  // It would render as older sources say.
  await rm(nativePath, { force: true });
  await mkdir(programDirectory, { recursive: true });
  await writeFile(absentPath, '');
  return { findings: [absent] };
};

/** The warning without Go. */
export const absent: Finding = {
  rule: 'environment',
  severity: 'warning',
  input: 'native engine',
  message: 'it is not built, since there is no Go toolchain',
  fix: 'install Go 1.26 or later, or pip, then run npm run nx -- run @helm-charts/engine:native',
};
