import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { schemaFiles } from '../../../../tools/go/files.ts';
import { placeSchemas } from './schemas.ts';
import { embeddedSchemas } from './sources.ts';

test('the archives have every schema by its path, with sorted keys', async () => {
  const all = JSON.parse(await placeSchemas()) as Readonly<Record<string, object>>;
  expect(Object.keys(all)).toEqual((await schemaFiles()).toSorted());
  expect(all['kubernetes-1.36/configmap-v1.json']).toMatchObject({
    $ref: expect.stringContaining('v1.ConfigMap'),
  });
  const archives = readdirSync(embeddedSchemas).filter((name) => name.endsWith('.gz'));
  const packed = archives.map((name) => {
    const bytes = readFileSync(join(embeddedSchemas, name));
    // Neither a time nor an operating system is in the header.
    expect([...bytes.subarray(4, 10)]).toEqual([0, 0, 0, 0, 2, 255]);
    return JSON.parse(gunzipSync(bytes).toString()) as Readonly<Record<string, object>>;
  });
  expect(Object.assign({}, ...packed)).toEqual(all);
  const usual = JSON.parse(readFileSync(join(embeddedSchemas, 'default.json'), 'utf8'));
  expect(usual.slice(0, 2)).toEqual(['kubernetes-1.36', 'flux-2.9']);
});
