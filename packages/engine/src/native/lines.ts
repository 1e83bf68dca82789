import type { Readable } from 'node:stream';

/** Calls `take` for each complete line. Chunks are joined before decoding, since a character may span two chunks. */
export const eachLine = (stream: Readable, take: (line: string) => void): void => {
  let parts: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      parts.push(chunk.subarray(start, end));
      take(Buffer.concat(parts).toString());
      parts = [];
      start = end + 1;
    }
    if (start < chunk.length) parts.push(chunk.subarray(start));
  });
};
