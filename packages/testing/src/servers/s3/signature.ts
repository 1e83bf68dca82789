import { createHash, createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Who may use the bucket, and where it is. */
export interface Login {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

interface Request {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  /** The headers that the client has signed. */
  readonly names: readonly string[];
}

/** The header `authorization` of a request (AWS Signature Version 4 for S3: Authenticating Requests, Authorization Header). */
export const signatureOf = (
  { region, accessKey, secretKey }: Login,
  { method, url: { pathname, searchParams }, headers, names }: Request,
): string => {
  const time = String(headers['x-amz-date'] ?? '');
  const parameters = [...searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .toSorted();
  const signed = names.map((name) => `${name}:${String(headers[name] ?? '').trim()}\n`);
  const canonical = [
    method,
    decodeURIComponent(pathname).split('/').map(encode).join('/'),
    parameters.join('&'),
    signed.join(''),
    names.join(';'),
    String(headers['x-amz-content-sha256'] ?? ''),
  ].join('\n');
  const scope = `${time.slice(0, 8)}/${region}/s3/aws4_request`;
  const digest = createHash('sha256').update(canonical).digest('hex');
  const text = ['AWS4-HMAC-SHA256', time, scope, digest].join('\n');
  const key = scope
    .split('/')
    .reduce<string | Buffer>((secret, part) => sign(secret, part), `AWS4${secretKey}`);
  return `AWS4-HMAC-SHA256 Credential=${accessKey}/${scope},SignedHeaders=${names.join(';')},Signature=${sign(key, text).toString('hex')}`;
};

const sign = (key: string | Buffer, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest();

const encode = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
