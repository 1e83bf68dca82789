import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { ioFailure } from '@helm-charts/engine';
import { Failure } from '@helm-charts/types';
import type { Extract } from 'tar-stream';

/** The SHA-256 of a file: `sha256:…`. */
export const digestOf = async (file: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return `sha256:${hash.digest('hex')}`;
};

/**
 * Unpacks a packaged chart into a directory, without the folder around it. Links and paths that
 * lead out of it are left out, as Helm leaves them (helm: pkg/chart/loader/archive/archive.go).
 * Throws a Failure with exit code 2 where the file is no package.
 */
export const unpack = async (file: string, directory: string): Promise<void> => {
  const { extract } = await import('tar-stream');
  const entries = extract();
  try {
    await Promise.all([
      pipeline(createReadStream(file), createGunzip(), entries),
      writeEntries(entries, directory),
    ]);
  } catch (error) {
    throw ioFailure(error, { folder: directory }) ?? noPackage(file, error);
  }
};

const writeEntries = async (entries: Extract, directory: string): Promise<void> => {
  for await (const entry of entries) {
    const { name, type } = entry.header;
    const [, ...path] = name.split('/').filter((part) => part !== '' && part !== '.');
    if (type !== 'file' || path.length === 0 || path.includes('..')) {
      entry.resume();
      continue;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(Buffer.from(chunk));
    const target = join(directory, ...path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, Buffer.concat(chunks));
  }
};

const noPackage = (file: string, cause: unknown): Failure => {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const finding = {
    rule: 'chart',
    severity: 'error',
    input: relative(process.cwd(), file),
    message: `this is no package of a chart, for it can't be unpacked: ${reason}`,
    fix: 'make it with helm package, or download it again',
  } as const;
  return new Failure(2, [finding], { cause });
};
