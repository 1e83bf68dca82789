import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import type { S3Environment } from '../environment/backup.ts';
import { partSize } from '../s3/put.ts';
import { startBucket } from '../testing/bucket.ts';

const [first, second, third] = ['2026-01-01T023000Z', '2026-01-02T023000Z', '2026-01-03T023000Z'];

/** A backup whose checksums are right. */
const backup = (
  files: Readonly<Record<string, string | Buffer>> = { contents: 'postgres 18\n' },
) => ({
  ...files,
  SHA256SUMS: Object.entries(files)
    .map(([name, text]) => `${createHash('sha256').update(text).digest('hex')}  ${name}\n`)
    .join(''),
});

test.concurrent('a backup is copied to the bucket and back, in parts where it is large', async () => {
  await using bucket = await startBucket();
  const files = backup({ contents: 'postgres 18\n', 'server.dump': randomBytes(40 * 2 ** 20) });
  await bucket.put(first, files);
  expect(await bucket.upload()).toMatchObject({ code: 0 });
  const { objects } = bucket.s3.store;
  expect([...objects.keys()].toSorted()).toEqual(
    Object.keys(files)
      .map((name) => `sites/one/${first}/${name}`)
      .toSorted(),
  );
  expect(bucket.s3.asked().at(-2)).toBe(`PUT /alga-backups/sites/one/${first}/SHA256SUMS`);
  expect(bucket.s3.asked().filter((line) => line.endsWith('server.dump'))).toHaveLength(5);

  await rm(join(bucket.volume, first), { recursive: true });
  const { code, lines } = await bucket.download(first);
  expect([code, lines.at(-1)]).toEqual([
    0,
    `complete: ${first} is copied from s3://alga-backups/sites/one`,
  ]);
  expect(await readdir(bucket.volume)).toEqual([first]);
  for (const [name, text] of Object.entries(files)) {
    expect(Buffer.from(text).equals(await readFile(join(bucket.volume, first, name)))).toBe(true);
  }
  expect((await bucket.download(first)).lines).toEqual([`${first} is on the volume`]);
});

test.concurrent('without a request nothing is copied to the volume, also without an access key', async () => {
  await using bucket = await startBucket();
  const result = await bucket.download(undefined, { S3_CREDENTIALS_DIR: '/nonexistent' });
  expect(result).toEqual({ code: 0, lines: ['nothing is to be restored'] });
});

test.concurrent('the bucket keeps so many backups, and nothing that was cut off', async () => {
  await using bucket = await startBucket();
  const { objects } = bucket.s3.store;
  objects.set(`sites/one/2025-12-31T023000Z/server.dump`, Buffer.from('half'));
  objects.set('sites/two/2025-12-31T023000Z/server.dump', Buffer.from('of another site'));
  objects.set('sites/one/readme', Buffer.from('of a person'));
  const half = await bucket.download('2025-12-31T023000Z');
  expect([half.code, half.lines.at(-1)]).toEqual([
    22,
    expect.stringContaining('there is no complete backup 2025-12-31T023000Z'),
  ]);
  for (const name of [first, second, third]) {
    await bucket.put(name, backup());
    expect(await bucket.upload()).toMatchObject({ code: 0 });
    expect(objects.has('sites/one/2025-12-31T023000Z/server.dump')).toBe(false);
  }
  expect([...objects.keys()].toSorted()).toEqual([
    `sites/one/${second}/SHA256SUMS`,
    `sites/one/${second}/contents`,
    `sites/one/${third}/SHA256SUMS`,
    `sites/one/${third}/contents`,
    'sites/one/readme',
    'sites/two/2025-12-31T023000Z/server.dump',
  ]);
});

test.concurrent('a copy that is cut off or killed is no backup, and the next one completes it', async () => {
  let puts = 0;
  await using bucket = await startBucket({
    trouble: (path) => {
      if (!path.endsWith('server.dump')) return undefined;
      puts += 1;
      return puts === 3 ? 'silence' : undefined;
    },
  });
  await bucket.put(first, backup({ 'server.dump': randomBytes(40 * 2 ** 20) }));
  const run = bucket.beginUpload();
  await expect.poll(() => puts, { timeout: 60_000 }).toBe(3);
  run.kill('all');
  await run.ended;
  expect(bucket.s3.store.uploads()).toEqual([`sites/one/${first}/server.dump`]);
  expect((await bucket.download(second)).lines.at(-1)).toMatch(
    /there is no complete backup .* in s3:.*, it has none: .*; nothing was changed$/,
  );
  await bucket.put(second, backup());
  expect(await bucket.upload()).toMatchObject({ code: 0 });
  expect(bucket.s3.store.uploads()).toEqual([]);
  expect([...bucket.s3.store.objects.keys()]).toHaveLength(2);
});

test.concurrent('a server that is busy or breaks the connection off is asked again', async () => {
  const seen = new Map<string, number>();
  await using bucket = await startBucket({
    trouble: (path) => {
      const times = (seen.get(path) ?? 0) + 1;
      seen.set(path, times);
      if (path.endsWith('contents')) return times === 1 ? 503 : times === 3 ? 'cut' : undefined;
      return undefined;
    },
  });
  await bucket.put(first, backup());
  expect((await bucket.upload()).lines).toContain(
    `waiting for ${bucket.s3.endpoint}/alga-backups: it answers with 503`,
  );
  await rm(join(bucket.volume, first), { recursive: true });
  expect(await bucket.download(first)).toMatchObject({ code: 0 });
  expect(seen.get(`/alga-backups/sites/one/${first}/contents`)).toBe(4);
});

test.concurrent('a server that can not list unfinished uploads takes backups', async () => {
  let lists = 0;
  await using bucket = await startBucket({
    trouble: (path) => {
      if (path !== '/alga-backups') return undefined;
      lists += 1;
      return lists === 2 ? 501 : undefined;
    },
  });
  await bucket.put(first, backup());
  const { code, lines } = await bucket.upload();
  expect([code, lines[0]]).toEqual([
    0,
    expect.stringMatching(/^unfinished uploads are not given up: .* refuses with 501/),
  ]);
});

test.concurrent('a wrong key, bucket, clock or backup is refused with one sentence', async () => {
  await using bucket = await startBucket();
  await bucket.put(first, backup());
  const refusal = async (environment: Readonly<Partial<Record<keyof S3Environment, string>>>) => {
    const { code, lines } = await bucket.upload(environment);
    expect(lines).toHaveLength(1);
    return `${code} ${lines[0]}`;
  };
  expect(await refusal({ S3_BUCKET: 'other' })).toMatch(
    /^12 s3: there is no bucket at .*\/other: create it, or correct backup\.target\.s3\.bucket$/,
  );
  expect(await refusal({ S3_REGION: 'other' })).toMatch(
    /^11 s3: .* does not accept the access key \(SignatureDoesNotMatch\)/,
  );
  const missing = await bucket.upload({ S3_CREDENTIALS_DIR: '/nonexistent', S3_BUCKET: '' });
  expect([missing.code, ...missing.lines]).toEqual([
    64,
    's3: the variable S3_BUCKET is missing',
    's3: the key /nonexistent/access-key is missing or empty: see the Secret that is mounted there',
    's3: the key /nonexistent/secret-key is missing or empty: see the Secret that is mounted there',
  ]);
  const away = await bucket.upload({
    S3_ENDPOINT: `http://127.0.0.1:${await freePort()}`,
    S3_WAIT_SECONDS: '0.1',
  });
  expect([away.code, away.lines.at(-1)]).toEqual([
    10,
    expect.stringMatching(/could not be reached in 0\.1 seconds: .*ECONNREFUSED/),
  ]);
  expect(bucket.s3.store.objects.size).toBe(0);

  await using skewed = await startBucket({ ahead: 3_600_000 });
  await skewed.put(first, backup());
  const late = await skewed.upload();
  expect([late.code, ...late.lines]).toEqual([
    13,
    expect.stringMatching(
      /^s3: the clock of this machine is 60 minutes behind that of .*: set the time server/,
    ),
  ]);
});

test.concurrent('a backup that is damaged in the bucket is not copied to the volume', async () => {
  await using bucket = await startBucket();
  await bucket.put(first, backup());
  await bucket.upload();
  await rm(join(bucket.volume, first), { recursive: true });
  bucket.s3.store.objects.set(`sites/one/${first}/contents`, Buffer.from('other'));
  const { code, lines } = await bucket.download(first);
  expect([code, lines.at(-1)]).toEqual([
    22,
    expect.stringMatching(/is damaged \(contents\): take another one; nothing was changed$/),
  ]);
  expect(await readdir(bucket.volume)).toEqual([]);
  expect((await bucket.download(second)).lines.at(-1)).toContain(`it has ${first}: restore one`);
});

test('the parts of a file are so large that S3 takes their number', () => {
  const most = 5 * 2 ** 40;
  expect(partSize(100)).toBe(16 * 2 ** 20);
  expect(most / partSize(most)).toBeLessThan(10_000);
});
