import { createHash, type Hash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { runCommand } from '@helm-charts/testing/servers';
import { expect, onTestFinished, test } from 'vitest';

const megabyte = 2 ** 20;

test('a layer of 300 MB is pushed and downloaded with less than 60 MB of memory', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'memory-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const files = ['small', 'large', 'target'].map((name) => join(folder, name));
  const [small = '', large = '', target = ''] = files;
  for (const [file, size] of [
    [small, 20],
    [large, 300],
  ] as const) {
    await writeFile(file, '');
    // Zeros that take no room on the disk.
    await truncate(file, size * megabyte);
  }
  const server = await startSink();
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const program = join(import.meta.dirname, 'testing/transfer.ts');
  const { code, stdout, stderr } = await runCommand(process.execPath, [
    program,
    `127.0.0.1:${port}`,
    ...files,
  ]);
  expect([code, stderr]).toEqual([0, '']);
  expect((await stat(target)).size).toBe(300 * megabyte);
  expect(Number(stdout)).toBeGreaterThan(0);
  expect(Number(stdout) / megabyte).toBeLessThan(60);
});

/** A registry that keeps the size and the digest of a blob of zeros, and nothing else. */
const startSink = async () => {
  const uploads: { hash: Hash; size: number }[] = [];
  const sizes = new Map<string, number>();
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method, url = '' } = request;
    const [, digest = ''] = /blobs\/(sha256:\w+)/.exec(url) ?? [];
    const size = sizes.get(digest);
    const upload = uploads[Number(/uploads\/(\d+)/.exec(url)?.[1])];
    if (method === 'POST') {
      const location = `${url}${uploads.push({ hash: createHash('sha256'), size: 0 }) - 1}`;
      return void response.writeHead(202, { location }).end();
    }
    if (upload !== undefined) {
      for await (const chunk of request as AsyncIterable<Buffer>) {
        upload.hash.update(chunk);
        upload.size += chunk.length;
      }
      if (method === 'PATCH') {
        return void response.writeHead(202, { location: url, range: `0-${upload.size - 1}` }).end();
      }
      sizes.set(`sha256:${upload.hash.digest('hex')}`, upload.size);
      return void response.writeHead(201).end();
    }
    if (size === undefined) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-length': size });
    if (method === 'HEAD') return void response.end();
    await pipeline(Readable.from(zeros(size)), response);
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
};

function* zeros(size: number): Iterable<Buffer> {
  const chunk = Buffer.alloc(megabyte);
  for (let left = size; left > 0; left -= chunk.length) yield chunk.subarray(0, left);
}
