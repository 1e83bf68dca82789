import { type FileHandle, open } from 'node:fs/promises';
import { type Bucket, element } from './bucket.ts';
import { S3Failure } from './failure.ts';
import { say } from './log.ts';

const mebibyte = 2 ** 20;
/** S3 takes at most 10 000 parts. */
const mostParts = 9_000;

/** Size of the parts of a file; a file that is not larger is sent as a whole. */
export const partSize = (size: number): number =>
  Math.max(16, Math.ceil(size / mostParts / mebibyte)) * mebibyte;

/** Sends a file. S3 shows it under its key only when it is there as a whole. */
export const putFile = async (bucket: Bucket, key: string, path: string): Promise<void> => {
  await using file = await open(path);
  const { size } = await file.stat();
  const part = partSize(size);
  if (size > part) await putParts(bucket, key, file, size, part);
  else await bucket.send({ method: 'PUT', key, body: await read(file, 0, size) }, drain);
};

const putParts = async (
  bucket: Bucket,
  key: string,
  file: FileHandle,
  size: number,
  part: number,
): Promise<void> => {
  const { send } = bucket;
  const begun = await send({ method: 'POST', key, query: { uploads: '' } }, (answer) =>
    answer.text(),
  );
  const uploadId = element(begun, 'UploadId');
  try {
    const parts: string[] = [];
    for (let at = 0; at < size; at += part) {
      const partNumber = parts.length + 1;
      const body = await read(file, at, Math.min(part, size - at));
      const query = { partNumber: String(partNumber), uploadId };
      const tag = await send({ method: 'PUT', key, query, body }, async (answer) => {
        await drain(answer);
        return answer.headers.get('etag') ?? '';
      });
      parts.push(`<Part><PartNumber>${partNumber}</PartNumber><ETag>${tag}</ETag></Part>`);
    }
    const body = `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`;
    const answer = await send(
      { method: 'POST', key, query: { uploadId }, body: Buffer.from(body) },
      (response) => response.text(),
    );
    // S3 begins to answer with 200 before it knows how this ends.
    if (answer.includes('<Error>')) {
      throw new S3Failure(
        'refused',
        `${key} could not be completed: ${element(answer, 'Message')}`,
      );
    }
  } catch (error) {
    // Parts cost room until they are given up; the next run does so, too.
    await abortUpload(bucket, key, uploadId).catch(() => {});
    throw error;
  }
};

/** Gives up uploads that an earlier run has begun, and was cut off from. They only cost room, and not every server or key can list them. */
export const abortUploads = async (bucket: Bucket): Promise<void> => {
  const { prefix } = bucket.settings;
  try {
    const query = { uploads: '', prefix };
    const listed = await bucket.send({ method: 'GET', query }, (answer) => answer.text());
    for (const [, upload = ''] of listed.matchAll(/<Upload>(.*?)<\/Upload>/gs)) {
      const key = element(upload, 'Key').slice(prefix.length);
      await abortUpload(bucket, key, element(upload, 'UploadId'));
    }
  } catch (error) {
    if (!(error instanceof S3Failure)) throw error;
    say(`unfinished uploads are not given up: ${error.message}`);
  }
};

const abortUpload = ({ send }: Bucket, key: string, uploadId: string): Promise<void> =>
  send({ method: 'DELETE', key, query: { uploadId } }, drain);

const read = async (file: FileHandle, position: number, length: number): Promise<Uint8Array> => {
  const content = new Uint8Array(length);
  for (let offset = 0; offset < length; ) {
    const { bytesRead } = await file.read(content, offset, length - offset, position + offset);
    if (bytesRead === 0)
      throw new S3Failure('refused', 'a file of the backup became shorter while it was read');
    offset += bytesRead;
  }
  return content;
};

const drain = async (response: Response): Promise<void> => void (await response.arrayBuffer());
