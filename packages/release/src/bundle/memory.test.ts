import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openClient } from '@helm-charts/oci';
import { serve, startOciRegistry } from '@helm-charts/testing/registries';
import { runCommand } from '@helm-charts/testing/servers';
import { expect, onTestFinished, test } from 'vitest';
import { pushImage } from '../testing/image.ts';

test('an image of 300 MB is carried with less than 60 MB of memory', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'memory-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await using source = await startOciRegistry();
  await using target = await startSink();
  await using client = await openClient({ plainHttp: true });
  for (const [name, size] of [
    ['small', 20],
    ['large', 300],
  ] as const) {
    const reference = { host: source.address, repository: `mirror/library/${name}`, tag: '1' };
    const layer = Buffer.alloc(size * 2 ** 20);
    const digest = `sha256:${createHash('sha256').update(layer).digest('hex')}`;
    // A push would hold it in memory twice.
    source.blobs.set(digest, layer);
    await pushImage(client, reference, layer);
  }
  const program = join(import.meta.dirname, '../testing/carry.ts');
  const file = join(folder, 'large.tar');
  const args = [program, source.address, target.address, file];
  const { code, stdout, stderr } = await runCommand(process.execPath, args);
  expect([code, stderr]).toEqual([0, '']);
  expect(target.received()).toBeGreaterThan(320 * 2 ** 20);
  expect(Number(stdout)).toBeGreaterThan(0);
  expect(Number(stdout) / 2 ** 20).toBeLessThan(60);
});

/** A registry that throws away what it gets, and keeps tags. */
const startSink = async () => {
  const tags = new Map<string, string>();
  let received = 0;
  let begun = 0;
  const server = await serve(async ({ method, url, body }) => {
    const { pathname } = url;
    const location = `${pathname.replace(/\d+$/, '')}${begun}`;
    if (method === 'POST') {
      begun = 0;
      return { status: 202, headers: { location: `${pathname}1` } };
    }
    const hash = createHash('sha256');
    let size = 0;
    for await (const chunk of body) {
      hash.update(chunk);
      size += chunk.length;
    }
    received += size;
    begun += size;
    if (method === 'PATCH') return { status: 202, headers: { location, range: `0-${begun - 1}` } };
    const digest = `sha256:${hash.digest('hex')}`;
    if (method === 'PUT' && pathname.includes('/manifests/')) {
      tags.set(pathname, digest);
      return { status: 201, headers: { 'docker-content-digest': digest } };
    }
    if (method === 'PUT') return { status: 201 };
    const found = tags.get(pathname);
    if (found === undefined) return { status: 404 };
    return {
      status: 200,
      headers: { 'docker-content-digest': found, 'content-length': '1' },
    };
  }, {});
  return { ...server, received: () => received };
};
