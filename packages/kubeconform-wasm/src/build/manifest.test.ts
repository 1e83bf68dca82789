import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { schemasDirectory } from '../../../../tools/go/files.ts';
import { manifestOfNow, problemOf } from './manifest.ts';

test('a schema that is cut off is one sentence that names the file', () => {
  const path = 'kubernetes-1.36/definitions.json';
  const text = readFileSync(join(schemasDirectory, path), 'utf8').slice(0, 5000);
  expect(problemOf(path, text)).toMatchObject([
    {
      position: { file: `schemas/${path}` },
      message: expect.stringMatching(/^the schema file is not whole JSON/),
    },
  ]);
  expect(problemOf(path, '')).toHaveLength(1);
  expect(problemOf(path, '{}')).toEqual([]);
});

test('the manifest names every kind', async () => {
  const { inputs, kinds } = await manifestOfNow();
  expect(inputs).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(kinds).toContain('apps/v1 Deployment');
  expect(kinds).toContain('v1 Secret');
  expect(kinds).toContain('helm.toolkit.fluxcd.io/v2 HelmRelease');
});
