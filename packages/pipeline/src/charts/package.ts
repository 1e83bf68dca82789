import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';

/** The SHA-256 of a file: `sha256:…`. */
export const digestOf = async (file: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return `sha256:${hash.digest('hex')}`;
};

/**
 * Unpacks a packaged chart into a directory, without the folder around it. Links and paths that
 * lead out of it are left out, as Helm leaves them (helm: pkg/chart/loader/archive/archive.go).
 */
export const unpack = async (file: string, directory: string): Promise<void> => {
  const entries = extract();
  const reading = pipeline(createReadStream(file), createGunzip(), entries);
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
  await reading;
};
