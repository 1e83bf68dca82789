import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '@helm-charts/types';
import { workspace } from '../go/files.ts';
import { findGo, type Go, goMissing } from '../go/toolchain.ts';

/** The folder of the project that the packages are made of. */
export const project: string = join(workspace, 'packages/engine');

/** The folder of the packages that are published of packages/engine: a folder for each. */
export const packages = join(project, 'dist/npm');

/** What this program reads and writes of a package.json. */
export interface Manifest {
  readonly version: string;
  readonly license: string;
  readonly engines: object;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

/** @throws {Failure} With exit code 3 without Go. */
export const goFor = async (name: string): Promise<Go> => {
  const go = await findGo();
  if (go !== undefined) return go;
  const finding = { rule: 'environment', severity: 'error', input: name } as const;
  throw new Failure(3, [{ ...finding, message: goMissing }]);
};

/** Places what people read in a package. */
export const placeTexts = (folder: string, readme: string, licenses: string): void => {
  copy(join(workspace, 'LICENSE'), folder);
  writeFileSync(join(folder, 'README.md'), readme);
  writeFileSync(join(folder, 'THIRD_PARTY.txt'), licenses);
};

/** The folder of a package that is made. */
export const folderOf = (name: string): string => {
  const folder = join(packages, name.replace('@helm-charts/', ''));
  mkdirSync(folder, { recursive: true });
  return folder;
};

/** Copies a file into a folder. */
export const copy = (file: string, folder: string): void =>
  cpSync(file, join(folder, file.slice(file.lastIndexOf('/') + 1)));

export const writeManifest = (folder: string, manifest: object): void =>
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
