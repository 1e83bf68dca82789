import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { schemaFiles } from '../../../../tools/go/files.ts';
import { placeSchemas } from './schemas.ts';
import { schemasArchive } from './sources.ts';

test('the archive has every schema by its path, with sorted keys', async () => {
  const text = await placeSchemas();
  const bytes = readFileSync(schemasArchive);
  expect(gunzipSync(bytes).toString()).toBe(text);
  const schemas = JSON.parse(text) as Readonly<Record<string, object>>;
  expect(Object.keys(schemas)).toEqual((await schemaFiles()).toSorted());
  expect(schemas['kubernetes-1.36/configmap-v1.json']).toMatchObject({
    $ref: expect.stringContaining('v1.ConfigMap'),
  });
  // Neither a time nor an operating system is in the header.
  expect([...bytes.subarray(4, 10)]).toEqual([0, 0, 0, 0, 2, 255]);
});
