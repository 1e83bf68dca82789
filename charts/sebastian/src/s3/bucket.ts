import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { AwsClient } from 'aws4fetch';
import { S3Failure } from './failure.ts';
import { refusal } from './refusal.ts';
import type { Settings } from './settings.ts';

/** One request for a bucket, or for a key in it. */
interface Call {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Without it, the bucket. */
  readonly key?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

/** A bucket of a server with the API of S3. All functions throw an S3Failure. */
export interface Bucket {
  readonly settings: Settings;
  /** Sends a request until it is answered by other than an error of the server, and reads the answer with `read`. */
  readonly send: <T>(call: Call, read: (response: Response) => Promise<T>) => Promise<T>;
}

/** An object of a bucket. */
export interface Stored {
  /** Without the prefix. */
  readonly key: string;
  readonly size: number;
}

export const openBucket = (settings: Settings): Bucket => {
  const { accessKey, secretKey, region, bucketUrl, prefix, waitSeconds } = settings;
  const client = new AwsClient({
    accessKeyId: accessKey,
    secretAccessKey: secretKey,
    region,
    service: 's3',
    retries: 0,
  });
  const once = async <T>(call: Call, read: (response: Response) => Promise<T>): Promise<T> => {
    const { method, key, query = {}, body = new Uint8Array() } = call;
    const path = key === undefined ? '' : `/${prefix}${key}`;
    const search = new URLSearchParams(query).toString();
    const response = await client.fetch(`${bucketUrl}${path}${search && `?${search}`}`, {
      method,
      // S3 refuses a body that was changed on its way.
      headers: { 'x-amz-content-sha256': createHash('sha256').update(body).digest('hex') },
      ...(method === 'PUT' || method === 'POST' ? { body: new Uint8Array(body) } : {}),
    });
    // 501: what it does not implement, it will not do later.
    if ((response.status >= 500 && response.status !== 501) || response.status === 429) {
      await response.body?.cancel();
      throw new Error(`it answers with ${response.status}`);
    }
    if (!response.ok) throw refusal(settings, response, await response.text());
    return read(response);
  };
  return {
    settings,
    send: async (call, read) => {
      const deadline = Date.now() + waitSeconds * 1000;
      for (let pause = 500; ; pause = Math.min(pause * 2, 30_000)) {
        try {
          return await once(call, read);
        } catch (error) {
          if (error instanceof S3Failure || isOfFile(error)) throw error;
          const why = reason(error);
          if (Date.now() + pause > deadline) {
            throw new S3Failure(
              'unreachable',
              `${bucketUrl} could not be reached in ${waitSeconds} seconds: ${why}`,
            );
          }
          process.stdout.write(`waiting for ${bucketUrl}: ${why}\n`);
          await sleep(pause);
        }
      }
    },
  };
};

/** The objects below a prefix, in the order of their keys. */
export const list = async ({ settings, send }: Bucket): Promise<readonly Stored[]> => {
  const found: Stored[] = [];
  let token = '';
  do {
    const query = {
      'list-type': '2',
      prefix: settings.prefix,
      ...(token && { 'continuation-token': token }),
    };
    const page = await send({ method: 'GET', query }, (response) => response.text());
    for (const [, entry = ''] of page.matchAll(/<Contents>(.*?)<\/Contents>/gs)) {
      const key = element(entry, 'Key').slice(settings.prefix.length);
      found.push({ key, size: Number(element(entry, 'Size')) });
    }
    token = element(page, 'NextContinuationToken');
  } while (token !== '');
  return found;
};

export const remove = ({ send }: Bucket, key: string): Promise<void> =>
  send({ method: 'DELETE', key }, async () => {});

/** The text of an element of XML without attributes; empty where there is none. */
export const element = (xml: string, name: string): string =>
  (new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? '').replace(
    /&(amp|lt|gt|quot|apos|#39|#34);/g,
    (_, entity: string) => entities[entity] ?? '',
  );

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#39': "'",
  '#34': '"',
};

/** Another request does not repair the volume. An error of a write names no path. */
const isOfFile = (error: unknown): boolean =>
  error instanceof Error &&
  ('path' in error || ('code' in error && /^(ENOSPC|EDQUOT|EROFS|EIO)$/.test(String(error.code))));

/** The innermost cause says what happened; what is around it only that a fetch failed. */
const reason = (error: unknown): string => {
  const { cause, message, code } = error as Error & { readonly code?: string };
  return cause instanceof Error ? reason(cause) : message || code || String(error);
};
