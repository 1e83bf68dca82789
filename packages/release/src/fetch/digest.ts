import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** The SHA-256 and the size in bytes of a file; undefined if it does not exist. */
export const digestOfFile = async (
  file: string,
): Promise<{ readonly digest: string; readonly size: number } | undefined> => {
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      size += chunk.length;
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  return { digest: `sha256:${hash.digest('hex')}`, size };
};
