import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { type Descriptor, type Digest, digestOf } from '../reference/digest.ts';

/** Content to push, which can be read again from any place. */
export interface BlobSource {
  readonly digest: Digest;
  readonly size: number;
  /** The bytes from the first to before the end. */
  readonly read: (start: number, end: number) => Readable | Uint8Array;
}

/** A file to push. It is read once for its digest, and must not change until it is pushed. */
export const fileBlob = async (path: string): Promise<BlobSource> => {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    size += chunk.length;
  }
  return {
    digest: `sha256:${hash.digest('hex')}`,
    size,
    read: (start, end) =>
      // createReadStream includes its end.
      end > start ? createReadStream(path, { start, end: end - 1 }) : new Uint8Array(),
  };
};

/** Bytes to push. */
export const bytesBlob = (content: Uint8Array | string): BlobSource => {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return {
    digest: digestOf(bytes),
    size: bytes.length,
    read: (start, end) => bytes.subarray(start, end),
  };
};

/** The descriptor of a source, for a manifest. */
export const descriptorOf = (
  { digest, size }: Pick<BlobSource, 'digest' | 'size'>,
  mediaType: string,
  annotations?: Readonly<Record<string, string>>,
): Descriptor => ({ mediaType, digest, size, ...(annotations !== undefined && { annotations }) });
