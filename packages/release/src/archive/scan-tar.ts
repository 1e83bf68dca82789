import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { type Checked, Failure } from '@helm-charts/types';
import { blockSize, paddingOf, readTarHeader, tarHeader } from './tar-header.ts';

/** A file in an archive. */
export interface TarEntry {
  readonly path: string;
  readonly size: number;
  /** Where its content begins in the archive. */
  readonly offset: number;
  /** `sha256:…` of its content. */
  readonly digest: string;
}

/**
 * Reads an archive that `writeTar` wrote, from its first byte to its last, and hashes each file. Everything around the contents must be byte for byte
 * as `writeTar` writes it, so any change of the archive is found.
 * @throws {Failure} With exit code 2 if there is no such file.
 */
export const scanTar = async (file: string): Promise<Checked<readonly TarEntry[]>> => {
  const handle = await open(file, 'r').catch(() => undefined);
  if (handle === undefined) throw unusable(file, "it can't be read");
  try {
    if (!(await handle.stat()).isFile()) throw unusable(file, 'it is not a file');
    return await scan(file, handle);
  } finally {
    await handle.close();
  }
};

const scan = async (file: string, handle: FileHandle): Promise<Checked<readonly TarEntry[]>> => {
  const { size: total } = await handle.stat();
  const entries: TarEntry[] = [];
  const cut = (after: string) =>
    wrong(
      file,
      `it ends ${after}, so a part of it is missing`,
      'copy the file again, and compare the sizes',
    );
  let at = 0;
  for (;;) {
    const header = await readAt(handle, at, blockSize);
    if (header.length < blockSize && at > 0) return cut(`after ${at + header.length} bytes`);
    if (isZero(header) && entries.length > 0) break;
    const { path, size } = readTarHeader(header);
    if (!(size >= 0) || !header.equals(tarHeader(path, size))) {
      return entries.length === 0 ? wrong(file, 'it is not a bundle', usage) : damaged(file, at);
    }
    const offset = at + blockSize;
    const end = offset + size + paddingOf(size);
    if (end > total) return cut(`in the middle of ${path}`);
    entries.push({ path, size, offset, digest: await digestAt(handle, offset, size) });
    if (!isZero(await readAt(handle, offset + size, paddingOf(size))))
      return damaged(file, offset + size);
    at = end;
  }
  const rest = await readAt(handle, at, 2 * blockSize + 1);
  if (rest.length < 2 * blockSize) return cut(`after ${total} bytes`);
  return rest.length > 2 * blockSize || !isZero(rest)
    ? damaged(file, at)
    : { value: entries, findings: [] };
};

const digestAt = async (handle: FileHandle, offset: number, size: number): Promise<string> => {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(Math.min(size, 2 ** 20));
  for (let done = 0; done < size; ) {
    const length = Math.min(buffer.length, size - done);
    const { bytesRead } = await handle.read(buffer, 0, length, offset + done);
    if (bytesRead === 0) break;
    hash.update(buffer.subarray(0, bytesRead));
    done += bytesRead;
  }
  return `sha256:${hash.digest('hex')}`;
};

const readAt = async (handle: FileHandle, position: number, length: number): Promise<Buffer> => {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
};

const isZero = (bytes: Buffer): boolean => bytes.every((byte) => byte === 0);

const damaged = (file: string, at: number): Checked<never> =>
  wrong(
    file,
    `it is damaged at byte ${at}: no file of a bundle begins there`,
    'copy the file again, and compare its checksum',
  );

const unusable = (file: string, message: string): Failure =>
  new Failure(2, wrong(file, message, usage).findings);

const usage = 'name the file that helm-charts bundle wrote';

const wrong = (input: string, message: string, fix: string): Checked<never> => ({
  findings: [{ rule: 'bundle', severity: 'error', input, message, fix }],
});
