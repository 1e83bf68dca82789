import { createHash, randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { type Answer, type Asked, serve, type Trouble } from '../registries/loopback.ts';
import { S3Error } from './s3/error.ts';
import { type Login, signatureOf } from './s3/signature.ts';
import { makeStore, type Store } from './s3/store.ts';

/** A server with the part of the API of S3 that backups need, with one bucket, over plain HTTP on the loopback address. */
export interface S3 extends Login, AsyncDisposable {
  readonly bucket: string;
  readonly store: Store;
  /** The requests so far, each with its method: `PUT /bucket/key`. */
  readonly asked: () => readonly string[];
}

export interface S3Options {
  /** What goes wrong with the answer to a path. */
  readonly trouble?: (path: string) => Trouble | undefined;
  /** What the clock of the server is ahead, in milliseconds. */
  readonly ahead?: number;
}

/** Starts it. It checks the signature and the digest of each request as AWS does (Signature Version 4). */
export const startS3 = async ({ trouble, ahead = 0 }: S3Options = {}): Promise<S3> => {
  const store = makeStore();
  const keys = { region: 'eu-central-1', accessKey: 'AKIAEXAMPLE', secretKey: randomUUID() };
  const bucket = 'alga-backups';
  const answer = async (request: Asked): Promise<Answer> => {
    const { method, url } = request;
    const date = new Date(Date.now() + ahead);
    const headers = { date: date.toUTCString() };
    const body = await buffer(request.body);
    try {
      check({ ...keys, endpoint: url.origin }, request, body, date);
      const [, name, ...rest] = decodeURIComponent(url.pathname).split('/');
      if (name !== bucket) throw new S3Error(404, 'NoSuchBucket');
      const reply = store.answer({ method, key: rest.join('/'), query: url.searchParams, body });
      return { ...reply, headers: { ...headers, ...reply.headers } };
    } catch (error) {
      if (!(error instanceof S3Error)) throw error;
      const text = `<Error><Code>${error.code}</Code><Message>${error.code}</Message></Error>`;
      return { status: error.status, headers, body: `<?xml version="1.0"?>${text}` };
    }
  };
  const { address, asked, [Symbol.asyncDispose]: stop } = await serve(answer, { trouble });
  return {
    ...keys,
    endpoint: `http://${address}`,
    bucket,
    store,
    asked,
    [Symbol.asyncDispose]: stop,
  };
};

const check = (login: Login, { method, url, headers }: Asked, body: Buffer, date: Date): void => {
  const { authorization = '' } = headers;
  const [, accessKey, names = ''] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/.*SignedHeaders=([^,]+),/.exec(authorization) ?? [];
  if (accessKey === undefined) throw new S3Error(403, 'AccessDenied');
  if (accessKey !== login.accessKey) throw new S3Error(403, 'InvalidAccessKeyId');
  const time = String(headers['x-amz-date'] ?? '');
  const signedAt = new Date(time.replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5'));
  if (!(Math.abs(date.getTime() - signedAt.getTime()) <= 15 * 60_000)) {
    throw new S3Error(403, 'RequestTimeTooSkewed');
  }
  const request = { method, url, headers, names: names.split(';') };
  const expected = signatureOf(login, request);
  if (withoutSpaces(authorization) !== withoutSpaces(expected)) {
    throw new S3Error(403, 'SignatureDoesNotMatch');
  }
  const digest = createHash('sha256').update(body).digest('hex');
  if (headers['x-amz-content-sha256'] !== digest) {
    throw new S3Error(400, 'XAmzContentSHA256Mismatch');
  }
};

const withoutSpaces = (text: string): string => text.replaceAll(' ', '');
