import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ioFailure, makeFolder } from '@helm-charts/engine';
import { Failure } from '@helm-charts/types';
import { packageFiles } from './package-files.ts';

/** The SHA-256 of a file: `sha256:…`. */
export const digestOf = async (file: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return `sha256:${hash.digest('hex')}`;
};

/**
 * Unpacks a packaged chart into a directory, without the folder around it. Links and paths that
 * lead out of it are left out, as Helm leaves them (helm: pkg/chart/loader/archive/archive.go).
 * @throws {Failure} With exit code 2 if the file is no package, or a larger one than Helm allows.
 */
export const unpack = async (file: string, directory: string): Promise<void> => {
  try {
    for await (const { path, content } of packageFiles(createReadStream(file), shown(file))) {
      const [, ...inside] = path.split('/').filter((part) => part !== '' && part !== '.');
      if (inside.length === 0 || inside.includes('..')) continue;
      const target = join(directory, ...inside);
      makeFolder(dirname(target));
      await writeFile(target, content);
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw ioFailure(error, { folder: directory }) ?? noPackage(file, error);
  }
};

const shown = (file: string): string => relative(process.cwd(), file);

const noPackage = (file: string, cause: unknown): Failure => {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const finding = {
    rule: 'chart',
    severity: 'error',
    input: shown(file),
    message: `this is no package of a chart, for it can't be unpacked: ${reason}`,
    fix: 'make it with helm package, or download it again',
  } as const;
  return new Failure(2, [finding], { cause });
};
