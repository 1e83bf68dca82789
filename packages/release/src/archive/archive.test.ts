import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { archive, sha256 } from './archive.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'archive-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const text = (content: string) => Buffer.from(content);
const [chart, values] = [
  { path: 'web/Chart.yaml', content: text('name: web\n') },
  { path: `web/${'long/'.repeat(40)}values.yaml`, content: text('a: é\n'.repeat(100)) },
];

test('the bytes depend on paths and contents only', async () => {
  const first = await archive([chart, values]);
  expect(Buffer.from((await archive([values, chart])).bytes)).toEqual(Buffer.from(first.bytes));
  expect(first.digest).toBe(sha256(first.bytes));
  expect(first.content).toBe(sha256(gunzipSync(first.bytes)));
  // Another digest means that each chart gets another one: a change for everybody who has packages already.
  expect([first.digest, first.content]).toMatchInlineSnapshot(`
    [
      "sha256:76676421cb369b88f67fcd784bf1debabdb47bf282f14f5d1d6755e033a5eaa4",
      "sha256:6ebbf215216bda36a3d97b4517a0393412413879a3e6140ef5727bcf6b166ae1",
    ]
  `);
});

test('tar unpacks it, also a path of more than 100 characters', async () => {
  const { bytes } = await archive([chart, values]);
  await writeFile(join(folder, 'web.tgz'), bytes);
  execFileSync('tar', ['xzf', 'web.tgz'], { cwd: folder });
  expect((await readdir(join(folder, 'web'))).toSorted()).toEqual(['Chart.yaml', 'long']);
  const shown = execFileSync('tar', ['tzvf', 'web.tgz'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, TZ: 'UTC' },
  });
  expect(shown).toMatch(/^-rw-r--r-- 0\/0 +10 1970-01-01 00:00 web\/Chart.yaml\n/);
});
