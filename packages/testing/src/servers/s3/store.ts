import { createHash, randomUUID } from 'node:crypto';
import type { Answer } from '../../registries/loopback.ts';
import { S3Error } from './error.ts';

/** What the bucket has. */
export interface Store {
  readonly objects: Map<string, Buffer>;
  /** Uploads that have begun and are neither completed nor given up, by their keys. */
  readonly uploads: () => readonly string[];
  readonly answer: (request: S3Request) => Answer;
}

interface S3Request {
  readonly method: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly body: Buffer;
}

interface Upload {
  readonly key: string;
  readonly parts: Map<number, Buffer>;
}

/** S3 itself returns 1000. */
const pageLength = 3;
const leastPart = 5 * 2 ** 20;

export const makeStore = (): Store => {
  const objects = new Map<string, Buffer>();
  const uploads = new Map<string, Upload>();
  const uploadOf = (query: URLSearchParams, key: string): Upload => {
    const upload = uploads.get(query.get('uploadId') ?? '');
    if (upload === undefined || upload.key !== key) throw new S3Error(404, 'NoSuchUpload');
    return upload;
  };
  const bucket = ({ query }: S3Request): Answer =>
    query.has('uploads') ? listUploads(uploads, query) : listObjects(objects, query);
  return {
    objects,
    uploads: () => [...uploads.values()].map(({ key }) => key),
    answer: (request) => {
      const { method, key, query, body } = request;
      if (key === '') return bucket(request);
      switch (method) {
        case 'GET': {
          const found = objects.get(key);
          if (found === undefined) throw new S3Error(404, 'NoSuchKey');
          return { status: 200, headers: { etag: tagOf(found) }, body: found };
        }
        case 'PUT':
          if (query.has('partNumber')) {
            uploadOf(query, key).parts.set(Number(query.get('partNumber')), body);
          } else objects.set(key, body);
          return { status: 200, headers: { etag: tagOf(body) } };
        case 'POST': {
          if (query.has('uploads')) {
            const id = randomUUID();
            uploads.set(id, { key, parts: new Map() });
            return {
              status: 200,
              body: `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
            };
          }
          objects.set(key, complete(uploadOf(query, key), body.toString()));
          uploads.delete(query.get('uploadId') ?? '');
          return {
            status: 200,
            body: '<CompleteMultipartUploadResult></CompleteMultipartUploadResult>',
          };
        }
        case 'DELETE':
          if (query.has('uploadId')) {
            uploadOf(query, key);
            uploads.delete(query.get('uploadId') ?? '');
          } else objects.delete(key);
          return { status: 204 };
        default:
          throw new S3Error(405, 'MethodNotAllowed');
      }
    },
  };
};

const tagOf = (body: Buffer): string => `"${createHash('md5').update(body).digest('hex')}"`;

/** Joins the parts that the client lists. Only the last one may be small. */
const complete = ({ parts }: Upload, text: string): Buffer => {
  const listed = [...text.matchAll(/<PartNumber>(\d+)<\/PartNumber><ETag>([^<]*)<\/ETag>/g)];
  if (listed.length === 0) throw new S3Error(400, 'MalformedXML');
  const bodies = listed.map(([, number, tag = ''], index) => {
    const body = parts.get(Number(number));
    if (body === undefined || tagOf(body) !== tag.replaceAll('&quot;', '"')) {
      throw new S3Error(400, 'InvalidPart');
    }
    if (body.length < leastPart && index < listed.length - 1) {
      throw new S3Error(400, 'EntityTooSmall');
    }
    return body;
  });
  return Buffer.concat(bodies);
};

const listObjects = (objects: ReadonlyMap<string, Buffer>, query: URLSearchParams): Answer => {
  if (query.get('list-type') !== '2') throw new S3Error(400, 'InvalidArgument');
  const prefix = query.get('prefix') ?? '';
  const after = query.get('continuation-token') ?? '';
  const rest = [...objects]
    .filter(([key]) => key.startsWith(prefix) && key > after)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const page = rest.slice(0, pageLength);
  const last = page.at(-1)?.[0] ?? '';
  const next = rest.length > page.length;
  const contents = page.map(
    ([key, { length }]) => `<Contents><Key>${key}</Key><Size>${length}</Size></Contents>`,
  );
  return {
    status: 200,
    body: `<ListBucketResult>${contents.join('')}${next ? `<NextContinuationToken>${last}</NextContinuationToken>` : ''}</ListBucketResult>`,
  };
};

const listUploads = (uploads: ReadonlyMap<string, Upload>, query: URLSearchParams): Answer => {
  const prefix = query.get('prefix') ?? '';
  const found = [...uploads].filter(([, { key }]) => key.startsWith(prefix));
  const entries = found.map(
    ([id, { key }]) => `<Upload><Key>${key}</Key><UploadId>${id}</UploadId></Upload>`,
  );
  return {
    status: 200,
    body: `<ListMultipartUploadsResult>${entries.join('')}</ListMultipartUploadsResult>`,
  };
};
