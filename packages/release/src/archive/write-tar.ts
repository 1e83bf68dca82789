import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ioFailure, makeFolder } from '@helm-charts/engine';
import { Failure } from '@helm-charts/types';
import { blockSize, largestEntry, paddingOf, tarHeader } from './tar-header.ts';

/** A file on its way into an archive. */
export interface TarFile {
  /** At most 100 characters of ASCII. */
  readonly path: string;
  readonly size: number;
  /** Sends the content, chunk by chunk. */
  readonly send: Send;
}

export type Send = (write: (chunk: Uint8Array) => Promise<void>) => Promise<void>;

/** What was written. */
export interface Written {
  readonly size: number;
  /** `sha256:…` of the whole archive. */
  readonly digest: string;
}

/**
 * Writes an uncompressed tar archive, one chunk in memory at a time. The file exists only when it is complete.
 * @throws {Failure} With exit code 3 where this machine refuses it, 2 if a file does not fit into an archive.
 */
export const writeTar = async (path: string, files: readonly TarFile[]): Promise<Written> => {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    makeFolder(dirname(path));
    const handle = await open(temporary, 'wx');
    const written = await writeAll(handle, files).finally(() => handle.close());
    await rename(temporary, path);
    return written;
  } catch (error) {
    throw ioFailure(error, { path }) ?? error;
  } finally {
    await rm(temporary, { force: true });
  }
};

const tooLarge = ({ path, size }: TarFile): Failure =>
  new Failure(2, [
    {
      rule: 'bundle',
      severity: 'error',
      input: path,
      message: `an archive has no room for a file of ${size} bytes with this name: names have at most 100 characters, and files less than 8 GiB`,
      fix: 'leave it out',
    },
  ]);

const writeAll = async (handle: FileHandle, files: readonly TarFile[]): Promise<Written> => {
  const hash = createHash('sha256');
  let size = 0;
  const write = async (chunk: Uint8Array): Promise<void> => {
    hash.update(chunk);
    size += chunk.length;
    await handle.writeFile(chunk);
  };
  for (const file of files) {
    if (file.size > largestEntry || file.path.length > 100) throw tooLarge(file);
    await write(tarHeader(file.path, file.size));
    const before = size;
    await file.send(write);
    if (size - before !== file.size)
      throw new Error(`${file.path} has ${size - before} bytes in place of ${file.size}`);
    await write(Buffer.alloc(paddingOf(file.size)));
  }
  await write(Buffer.alloc(2 * blockSize));
  return { size, digest: `sha256:${hash.digest('hex')}` };
};
