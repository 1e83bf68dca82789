import { broken, type Target } from '../problem.ts';
import type { Answer } from './exchange.ts';

/** The whole body of an answer, if it is not larger than the limit in bytes. */
export const readBody = async (
  { body, status }: Answer,
  target: Target,
  limit: number,
): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit)
      throw broken(target, `the answer of ${target.host} is larger than ${limit} bytes`, status);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

/** The beginning of a body. What follows is thrown away, with the connection if it is long. */
export const readStart = async ({ body }: Answer): Promise<string> => {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > 64 * 2 ** 10) break;
    }
  } catch {
    // The status says enough.
  }
  return Buffer.concat(chunks).toString();
};
