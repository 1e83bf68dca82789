import { createHash, randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { broken, RegistryFailure } from '../problem.ts';
import { algorithmOf, type Digest } from '../reference/digest.ts';
import type { Client } from '../transport/client.ts';
import { type Answer, type Exchange, headerOf } from '../transport/exchange.ts';
import { isPage, statusProblem } from '../transport/status-problem.ts';

/** What is downloaded: where from, and what it must be if that is known. */
export interface Download extends Pick<Exchange, 'target' | 'url' | 'origin' | 'scopes'> {
  readonly digest?: Digest;
  readonly size?: number;
  /** The largest size that is accepted, in bytes, where the size is not known. */
  readonly maximum?: number;
}

/** What has been downloaded. */
export interface Downloaded {
  readonly digest: Digest;
  readonly size: number;
}

/** Streams into a temporary file beside the file, and renames it when it is complete and correct. */
export const downloadTo = async (
  client: Client,
  download: Download,
  file: string,
): Promise<Downloaded> => {
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    const handle = await open(temporary, 'wx');
    const downloaded = await receive(client, download, (chunk) => handle.writeFile(chunk)).finally(
      () => handle.close(),
    );
    await rename(temporary, file);
    return downloaded;
  } finally {
    await rm(temporary, { force: true });
  }
};

/** Streams content in chunks and checks its size and digest. After a cut it continues where it was. */
export const receive = async (
  client: Client,
  download: Download,
  write: (chunk: Buffer) => Promise<void> | void,
): Promise<Downloaded> => {
  const { target, size, maximum } = download;
  const algorithm = algorithmOf(download.digest ?? 'sha256:');
  const hash = createHash(algorithm);
  let received = 0;
  const once = () =>
    client.attempt(requestFrom(download, received), async (answer) => {
      checkAnswer(answer, download, received);
      // A server without ranges sends everything again.
      let skip = answer.status === 206 ? 0 : received;
      for await (const all of answer.body as AsyncIterable<Buffer>) {
        const chunk = all.subarray(skip);
        skip -= all.length - chunk.length;
        if (chunk.length === 0) continue;
        if (size !== undefined && received + chunk.length > size)
          throw broken(target, `${target.host} sends more than the ${size} bytes of the content`);
        if (maximum !== undefined && received + chunk.length > maximum)
          throw broken(
            target,
            `the content from ${target.host} has more than ${maximum} bytes, which is not accepted`,
          );
        hash.update(chunk);
        await write(chunk);
        received += chunk.length;
      }
    });
  await client.repeat(target, once, () => received);
  if (size !== undefined && received !== size)
    throw broken(target, `${target.host} sends ${received} of the ${size} bytes of the content`);
  const digest: Digest = `${algorithm}:${hash.digest('hex')}`;
  if (download.digest !== undefined && digest !== download.digest)
    throw broken(
      target,
      `${target.host} sends content of another digest, ${digest} in place of ${download.digest}`,
    );
  return { digest, size: received };
};

const requestFrom = ({ target, url, origin, scopes }: Download, offset: number): Exchange => ({
  target,
  url,
  ...(origin !== undefined && { origin }),
  ...(scopes !== undefined && { scopes }),
  method: 'GET',
  isStreamed: true,
  headers: offset > 0 ? { range: `bytes=${offset}-` } : {},
  expect: offset > 0 ? [200, 206] : [200],
});

/** Neither a web page nor another range. */
const checkAnswer = (answer: Answer, { target }: Download, offset: number): void => {
  const { status } = answer;
  const contentType = headerOf(answer, 'content-type');
  if (isPage({ contentType, body: '' }))
    throw new RegistryFailure(statusProblem({ status, contentType, body: '' }, target));
  const range = headerOf(answer, 'content-range');
  if (status === 206 && !range?.startsWith(`bytes ${offset}-`))
    throw broken(target, `${target.host} sends another range than it was asked for`, status);
};
