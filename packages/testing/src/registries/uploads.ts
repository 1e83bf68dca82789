import { createHash, randomUUID } from 'node:crypto';
import type { Answer, Asked } from './loopback.ts';

export interface UploadStore {
  readonly blobs: Map<string, Buffer>;
  readonly uploads: Map<string, readonly Buffer[]>;
}

/** A blob is sent whole with the request that ends its upload, or in chunks before. What has arrived of a chunk stays if the connection is cut. */
export const answerUpload = async (
  stored: UploadStore,
  asked: Asked,
  repository: string,
): Promise<Answer> => {
  const { method, url } = asked;
  if (method === 'POST') return begin(stored, url, repository);
  const { uploads } = stored;
  const path = url.pathname;
  const before = uploads.get(path);
  if (before === undefined) {
    for await (const _ of asked.body);
    return { status: 404, body: '{"errors":[{"code":"BLOB_UPLOAD_UNKNOWN"}]}' };
  }
  if (method === 'GET') return { status: 204, headers: placeOf(uploads, path) };
  const [start] = asked.headers['content-range']?.split('-') ?? [];
  if (start !== undefined && Number(start) !== sizeOf(before)) {
    for await (const _ of asked.body);
    return { status: 416, headers: placeOf(uploads, path) };
  }
  for await (const chunk of asked.body) uploads.set(path, [...(uploads.get(path) ?? []), chunk]);
  return method === 'PATCH'
    ? { status: 202, headers: placeOf(uploads, path) }
    : finish(stored, url, repository);
};

const begin = ({ blobs, uploads }: UploadStore, url: URL, repository: string): Answer => {
  const mount = url.searchParams.get('mount');
  if (mount !== null && blobs.has(mount)) return created(repository, mount);
  const path = `/v2/${repository}/blobs/uploads/${randomUUID()}`;
  uploads.set(path, []);
  return { status: 202, headers: { location: `${path}?_state=a%2Fb%3D` } };
};

const finish = ({ blobs, uploads }: UploadStore, url: URL, repository: string): Answer => {
  const hash = createHash('sha256');
  const chunks = uploads.get(url.pathname) ?? [];
  for (const chunk of chunks) hash.update(chunk);
  const digest = `sha256:${hash.digest('hex')}`;
  if (url.searchParams.get('digest') !== digest)
    return { status: 400, body: '{"errors":[{"code":"DIGEST_INVALID"}]}' };
  blobs.set(digest, Buffer.concat(chunks));
  uploads.delete(url.pathname);
  return created(repository, digest);
};

const created = (repository: string, digest: string): Answer => ({
  status: 201,
  headers: { location: `/v2/${repository}/blobs/${digest}` },
});

/** Where an upload continues. Of no byte and of one byte, the CNCF registry says the same. */
const placeOf = (uploads: UploadStore['uploads'], path: string) => ({
  location: path,
  range: `0-${Math.max(0, sizeOf(uploads.get(path) ?? []) - 1)}`,
});

const sizeOf = (chunks: readonly Buffer[]): number =>
  chunks.reduce((size, { length }) => size + length, 0);
